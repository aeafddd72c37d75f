import { sessionCookie } from "#lib/access/next-auth.ts";
import { openSession } from "#lib/access/session-store.ts";
import { paths } from "#lib/paths.ts";
import type { LogChunk } from "#lib/runs/read-log.ts";

interface Watched {
  url: string;
  workspaceSlug: string;
  owner: { userId: string };
}

export interface StreamedEvent {
  id: string;
  event: string;
  data: string;
}

/** The event stream of a deployment as a browser reads it, from an event's id on. Throws when the connection breaks. */
export async function* streamDeployment(
  { url, workspaceSlug, owner }: Watched,
  deployment: string,
  after = "",
): AsyncGenerator<StreamedEvent> {
  const token = await openSession(owner.userId, { userAgent: null, address: null });
  const response = await fetch(`${url}${paths.deploymentEvents(workspaceSlug, deployment)}`, {
    headers: { cookie: `${sessionCookie.name}=${token}`, ...(after && { "last-event-id": after }) },
  });
  if (!response.ok || !response.body) throw new Error(`The event stream answered ${response.status}.`);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += decoder.decode(piece.value, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const frame = text.slice(0, end);
      text = text.slice(end + 2);
      if (!frame.startsWith(":")) yield readFrame(frame);
    }
  }
}

export function linesIn({ event, data }: StreamedEvent): string[] {
  return event === "log" ? (JSON.parse(data) as LogChunk[]).flatMap(({ lines }) => lines) : [];
}

function readFrame(frame: string): StreamedEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1] ?? "";
  return { id: field("id"), event: field("event"), data: field("data") };
}
