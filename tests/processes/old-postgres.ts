import { createServer, type AddressInfo, type Socket } from "node:net";

/**
 * A server that lets anybody in and answers every query with one number, its version: enough of PostgreSQL's protocol
 * (https://www.postgresql.org/docs/current/protocol-flow.html) to look like an old one.
 */
export async function oldPostgres(version: number): Promise<{ url: string; close(): void }> {
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]));
      socket.on("data", (chunk) => answer(socket, chunk, version));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `postgres://someone@127.0.0.1:${port}/devpilot`, close: () => server.close() };
}

/** A query without values comes as one message, and is answered with its rows and with being ready again. */
function answer(socket: Socket, chunk: Buffer, version: number): void {
  const column = Buffer.concat([Buffer.from("number\0"), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)]);
  const value = Buffer.from(String(version));
  const reply = [
    message("T", Buffer.concat([int16(1), column])),
    message("D", Buffer.concat([int16(1), int32(value.length), value])),
    message("C", Buffer.from("SELECT 1\0")),
    message("Z", Buffer.from("I")),
  ];
  for (const kind of kinds(chunk)) if (kind === "Q") socket.write(Buffer.concat(reply));
}

function kinds(chunk: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at + 5 <= chunk.length; at += 1 + chunk.readInt32BE(at + 1))
    found.push(chunk.toString("latin1", at, at + 1));
  return found;
}

function message(kind: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
