import { Failure } from "#lib/failure.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { commands } from "./commands.ts";
import { bundle, installer } from "./version.ts";

const reasons: Record<number, string> = {
  73: "Devpilot may not write to the home directory of this user on the server.",
  74: "The disk of the server is full, or its home directory can't be written to.",
  127: "The server has no bash.",
};

/**
 * Puts this version's agent into `~/.devpilot`. May be called at any time and by many at once: the switch is one rename,
 * and steps that run keep the version they began with. Throws a Failure in words.
 */
export async function install(connection: Connection): Promise<void> {
  const outcome = await connection.exec(commands.install, { stdin: Buffer.concat([installer(), bundle()]) });
  if (outcome.kind === "exit" && outcome.code === 0) return;
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const code = outcome.kind === "exit" ? outcome.code : 0;
  throw new Failure("rejected", reasons[code] ?? `Devpilot's agent could not be installed on the server (${code}).`);
}
