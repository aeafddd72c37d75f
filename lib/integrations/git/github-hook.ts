import { z } from "zod";
import type { HookDialect, HookEvent } from "./dialect.ts";
import { changeOf, commitId, isSigned, readBody, readBy, type Readers, repositoryIn } from "./hook-reading.ts";

/** GitHub's webhooks, https://docs.github.com/webhooks. Gitea and Forgejo send the same headers and pushes. */
export const githubHook: HookDialect = {
  name: "github",
  title: "GitHub",
  manualHint:
    "Choose application/json as the content type, paste the secret, keep SSL verification on and choose just the push event.",
  kept: [
    "content-type",
    "user-agent",
    "x-github-delivery",
    "x-github-event",
    "x-github-hook-id",
    "x-github-enterprise-host",
    "x-gitea-event-type",
  ],
  identify(headers) {
    const [event, key] = [headers["x-github-event"], headers["x-github-delivery"]];
    return event && key ? { event, key } : null;
  },
  // Never `x-hub-signature`: it is SHA-1, and stands beside this one for old receivers.
  verify: ({ headers, body }, secrets) => isSigned(headers["x-hub-signature-256"], body, secrets),
  read: (event, body) => readBy(readers, event, body),
};

const readers: Readers = {
  push: readPush,
  ping: () => ({ kind: "ping" }),
};

/** Gitea's pushes have no `deleted`; zeros say the same. */
const push = z.object({
  ref: z.string(),
  before: commitId,
  after: commitId,
  deleted: z.boolean().optional(),
  repository: repositoryIn("id", "full_name"),
});

function readPush(body: Buffer): HookEvent {
  const { ref, before, after, deleted, repository } = readBody("GitHub", push, jsonOf(body));
  const change = changeOf(ref, before, deleted ? null : after);
  return { kind: "push", changes: change ? [change] : [], repository };
}

/** Hooks that were added by hand send a form by default, with the JSON in its field `payload`. JSON begins with a brace. */
function jsonOf(body: Buffer): string {
  const text = body.toString();
  return text.startsWith("payload=") ? (new URLSearchParams(text).get("payload") ?? "") : text;
}
