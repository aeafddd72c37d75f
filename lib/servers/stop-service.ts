import type { Server } from "#lib/access/authorize.ts";
import { header } from "#lib/agent/header.ts";
import { runAgent } from "#lib/agent/run.ts";
import { Failure } from "#lib/failure.ts";
import { useServer } from "./open.ts";

/**
 * Ends all that runs of an app on its server, and takes its units away; what was deployed stays. Throws `conflict` while
 * a step of the app runs there, `rejected` when the server refused, `unavailable`, and what `useServer` throws.
 */
export async function stopService(server: Pick<Server, "workspaceId" | "id">, appId: string): Promise<void> {
  const outcome = await useServer(server, (connection) => runAgent(connection, "stop", header({ APP: appId })));
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const { code, reason } = outcome.answer;
  if (code === stillRuns) throw new Failure("conflict", "A step of the app still runs on its server.");
  if (code !== 0) throw new Failure("rejected", reason ?? `The server could not stop the service (${code}).`);
}

const stillRuns = 75;
