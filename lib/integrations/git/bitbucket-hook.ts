import { z } from "zod";
import type { HookDialect, HookEvent, RefChange } from "./dialect.ts";
import { commitId, isSigned, readBody, readBy, type Readers, repositoryIn } from "./hook-reading.ts";

/** Bitbucket Cloud's webhooks, https://support.atlassian.com/bitbucket-cloud/docs/event-payloads. */
export const bitbucketHook: HookDialect = {
  name: "bitbucket",
  title: "Bitbucket",
  manualHint:
    "Paste the secret, keep the hook active with certificate verification, and choose the trigger repository push.",
  kept: [
    "content-type",
    "user-agent",
    "x-attempt-number",
    "x-event-key",
    "x-event-time",
    "x-hook-uuid",
    "x-request-uuid",
  ],
  identify(headers) {
    const [event, key] = [headers["x-event-key"], headers["x-request-uuid"]];
    return event && key ? { event, key } : null;
  },
  verify: ({ headers, body }, secrets) => isSigned(headers["x-hub-signature"], body, secrets),
  read: (event, body) => readBy(readers, event, body),
};

const readers: Readers = {
  "repo:push": readPush,
  "diagnostics:ping": () => ({ kind: "ping" }),
};

/** An annotated tag's target may be something else than a commit, which then has no hash of one. */
const side = z.object({ type: z.string(), name: z.string(), target: z.object({ hash: commitId }).nullish() }).nullish();

const push = z.object({
  push: z.object({ changes: z.array(z.object({ old: side, new: side })) }),
  repository: repositoryIn("uuid", "full_name"),
});

function readPush(body: Buffer): HookEvent {
  const { push: moved, repository } = readBody("Bitbucket", push, body.toString());
  return { kind: "push", changes: moved.changes.flatMap(changeOf), repository };
}

/** Several in one delivery: `old` is null where it was made, `new` where it was deleted. Bookmarks are Mercurial's. */
function changeOf(change: { old?: z.infer<typeof side>; new?: z.infer<typeof side> }): RefChange[] {
  const { type, name } = change.new ?? change.old ?? { type: "none", name: "" };
  if ((type !== "branch" && type !== "tag") || name === "") return [];
  return [{ kind: type, name, before: change.old?.target?.hash ?? null, after: change.new?.target?.hash ?? null }];
}
