import { Failure } from "#lib/failure.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { header } from "./header.ts";
import { runAgent } from "./run.ts";

/** Takes `~/.devpilot` off the machine; what was deployed stays. Throws a `conflict` while a step runs there. */
export async function uninstall(connection: Connection): Promise<void> {
  const outcome = await runAgent(connection, "uninstall", header({}));
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  if (outcome.answer.code === 75) throw new Failure("conflict", "A step still runs on this server.");
  if (outcome.answer.code !== 0)
    throw new Failure("rejected", "Devpilot's files could not be removed from the server.");
}
