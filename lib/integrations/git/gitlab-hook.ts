import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Secret } from "#lib/secrets/secret.ts";
import type { HookDialect, HookEvent, HookRequest } from "./dialect.ts";
import { signingKey } from "./gitlab-signing.ts";
import { anyOf, changeOf, commitId, isSame, readBody, readBy, type Readers, repositoryIn } from "./hook-reading.ts";

/** GitLab's webhooks, https://docs.gitlab.com/user/project/integrations/webhook_events. */
export const gitlabHook: HookDialect = {
  name: "gitlab",
  title: "GitLab",
  manualHint: "Paste the secret as the secret token, choose push events for all branches and keep SSL verification on.",
  kept: [
    "content-type",
    "user-agent",
    "idempotency-key",
    "webhook-id",
    "webhook-timestamp",
    "x-gitlab-event",
    "x-gitlab-event-uuid",
    "x-gitlab-instance",
    "x-gitlab-webhook-uuid",
  ],
  identify(headers) {
    // The first is signed; where both are sent they are the same.
    const key = headers["webhook-id"] ?? headers["idempotency-key"] ?? headers["x-gitlab-event-uuid"];
    const event = headers["x-gitlab-event"];
    return event && key ? { event, key } : null;
  },
  verify(request, secrets, now) {
    const [byToken, bySignature] = [proofByToken(request, secrets), proofBySignature(request, secrets)];
    // Beside a right token the time proves nothing more, and a host whose clock is off would give the hook up.
    if (byToken === null) return bySignature === true && isNear(request, now);
    return byToken && bySignature !== false;
  },
  read: (event, body) => readBy(readers, event, body),
};

/** Null without the header: each of the two proofs may be absent, and none may be wrong. */
function proofByToken({ headers }: HookRequest, secrets: readonly Secret[]): boolean | null {
  const token = headers["x-gitlab-token"];
  if (token === undefined) return null;
  return anyOf(secrets, (secret) => isSame(token, secret.reveal()));
}

/** https://www.standardwebhooks.com: one of the signatures in the header has to be right. */
function proofBySignature({ headers, body }: HookRequest, secrets: readonly Secret[]): boolean | null {
  const { "webhook-signature": signatures, "webhook-id": id = "", "webhook-timestamp": time = "" } = headers;
  if (signatures === undefined) return null;
  const given = signatures.split(" ").slice(0, 10);
  return anyOf(secrets, (secret) => {
    const signed = createHmac("sha256", signingKey(secret)).update(`${id}.${time}.`).update(body).digest("base64");
    return given.map((one) => isSame(one, `v1,${signed}`)).includes(true);
  });
}

const tolerance = 5 * 60_000;

/** So that nobody can send again what was heard once. */
function isNear({ headers }: HookRequest, now: Date): boolean {
  const time = headers["webhook-timestamp"] ?? "";
  return /^\d{1,12}$/.test(time) && Math.abs(now.getTime() - Number(time) * 1000) <= tolerance;
}

const readers: Readers = {
  "Push Hook": readPush,
  "Tag Push Hook": readPush,
  "System Hook": readSystem,
};

const push = z.object({
  ref: z.string(),
  before: commitId,
  after: commitId,
  project: repositoryIn("id", "path_with_namespace"),
});

function readPush(body: Buffer): HookEvent {
  const { ref, before, after, project: repository } = readBody("GitLab", push, body.toString());
  const change = changeOf(ref, before, after);
  return { kind: "push", changes: change ? [change] : [], repository };
}

const named = z.object({ event_name: z.string().optional() });

/** Of a whole GitLab: its pushes look like those of one project. */
function readSystem(body: Buffer): HookEvent {
  const { event_name: name = "System Hook" } = readBody("GitLab", named, body.toString());
  return ["push", "tag_push"].includes(name) ? readPush(body) : { kind: "other", name };
}
