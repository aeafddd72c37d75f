import type { Actor } from "#lib/access/actor.ts";
import type { StreamEvent } from "#lib/event-stream.ts";
import type { Cursor } from "#lib/runs/watch.ts";
import { findDeployment } from "./find.ts";
import { watchDeployment } from "./log.ts";

/** A cursor as an event's id carries it: `line-version`. */
export function readCursor(text: string | null): Cursor {
  const [line = 0, version = -1] = (text ?? "").split("-").map(Number);
  return { line: Number.isSafeInteger(line) ? line : 0, version: Number.isSafeInteger(version) ? version : -1 };
}

/** What a deployment's page hears: lines in order, and the deployment anew whenever its state changed. */
export async function* deploymentEvents(
  actor: Actor,
  deployment: string,
  from: Cursor,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  for await (const news of await watchDeployment(actor, deployment, from, signal)) {
    const id = `${news.cursor.line}-${news.cursor.version}`;
    if (news.kind === "log") yield { id, event: "log", data: news.chunks };
    else yield { id, event: "deployment", data: await findDeployment(actor, { deployment }) };
  }
}
