import type { Command } from "#lib/agent/commands.ts";
import type { Connection, ExecOptions } from "#lib/ssh/connection.ts";
import type { Outcome } from "#lib/ssh/outcome.ts";

/** A command for a test to run; in the product only the table of commands makes one. */
export const sh = (text: string): Command => text as Command;

/** Runs a command and keeps all that it says. */
export async function capture(connection: Connection, text: string, options: ExecOptions = {}) {
  const said: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  const outcome: Outcome = await connection.exec(sh(text), {
    onStdout: (chunk) => void said.stdout.push(chunk),
    onStderr: (chunk) => void said.stderr.push(chunk),
    ...options,
  });
  return { outcome, stdout: Buffer.concat(said.stdout), stderr: Buffer.concat(said.stderr) };
}

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** What a promise throws; fails the test when it does not. */
export async function thrownBy(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
