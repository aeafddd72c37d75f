import { randomBytes } from "node:crypto";
import { Failure } from "../failure.ts";

/** One line for people on standard output: when, which process, what. */
export function log(from: string, text: string): void {
  process.stdout.write(`${new Date().toISOString().slice(0, 19).replace("T", " ")}  ${from.padEnd(6)}  ${text}\n`);
}

/** Tells of an error: a Failure in its own words, anything else in full under a reference to quote. */
export function logError(from: string, error: unknown): void {
  if (error instanceof Failure) return log(from, error.message);
  const reference = randomBytes(2).toString("hex").toUpperCase();
  log(
    from,
    `Something went wrong (ref ${reference}): ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
