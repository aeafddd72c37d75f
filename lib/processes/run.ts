import { Failure } from "../failure.ts";
import { logError } from "./log.ts";

type End = () => Promise<void> | void;

/** Keeps what ends a thing that has begun; the last one begun is ended first. */
export type Later = (end: End) => void;

/**
 * The life of a process. `begin` starts things and says with `later` what ends each of them. That happens at Ctrl-C, at
 * SIGTERM and when the process that started this one is gone (exit code 0), and when `begin` fails or `give up` is
 * called (exit code 1). What takes longer than `patienceSeconds` to end is cut off.
 */
export async function run(
  name: string,
  patienceSeconds: number,
  begin: (later: Later, giveUp: (reason: unknown) => void) => Promise<void>,
): Promise<never> {
  const ends: End[] = [];
  process.on("uncaughtException", (error) => {
    logError(name, error);
    process.exit(1);
  });
  const failed = new Promise<never>((_, giveUp) => {
    begin((end) => void ends.unshift(end), giveUp).catch(giveUp);
  });
  const code = await Promise.race([failed, stopRequest()]).then(() => 0, tell(name));
  setTimeout(() => process.exit(1), patienceSeconds * 1000);
  for (const end of ends) await Promise.resolve(end()).catch(tell(name));
  process.exit(code);
}

/** Tells the process that started this one, if it listens, that this one is ready for work. */
export function tellReady(): void {
  process.send?.("ready");
}

function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
    process.on("disconnect", () => resolve());
  });
}

function tell(name: string): (reason: unknown) => number {
  return (reason) => {
    if (reason instanceof Failure) process.stderr.write(`\n${reason.message}\n`);
    else logError(name, reason);
    return 1;
  };
}
