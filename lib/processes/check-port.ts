import { createServer } from "node:net";
import { Failure } from "../failure.ts";

/** Throws a Failure when nobody could listen there now. */
export async function checkPort(port: number, host: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portFailure(error, port, host)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

function portFailure(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === "EADDRINUSE") {
    return new Failure("conflict", `Port ${port} is taken by another program: stop it, or choose another with PORT.`);
  }
  if (error.code === "EACCES")
    return new Failure("forbidden", `This user may not listen on port ${port}: choose one above 1023 with PORT.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new Failure("invalid", `DEVPILOT_HOST is ${host}, which is not an address of this machine.`);
  }
  return error;
}
