import { createHmac } from "node:crypto";
import type { HookEvent, HookRequest, PushedRepository } from "#lib/integrations/git/dialect.ts";
import type { DialectName } from "#lib/integrations/git/index.ts";

export const [before, after, none] = ["a1b2c3d4", "4f2c1ab0", "00000000"].map((part) => part.repeat(5)) as [
  string,
  string,
  string,
];

interface Sample {
  says: string;
  event: string;
  body: string;
  means: HookEvent;
}

interface Facts {
  eventHeader: string;
  keyHeader: string;
  /** Signs as the host does; the secret has GitLab's form for all of them. */
  sign(body: string, secret: string, at: Date): Record<string, string>;
  /** Each with a signature that must not be taken. */
  forged(body: string, secret: string, at: Date): Record<string, Record<string, string>>;
  samples: Sample[];
  /** Below the recorded payloads: the file, its event and the ref that it moves. */
  recorded: [file: string, event: string, means: object][];
}

const hmac = (algorithm: string, secret: string | Buffer, body: string) =>
  createHmac(algorithm, secret).update(body).digest("hex");

const place = "acme/größe";
/** GitHub's name of the repository, and GitLab's. */
const places = { repository: { id: 7, full_name: place }, project: { id: 7, path_with_namespace: place } };
const there: PushedRepository = { remoteId: "7", path: place };
const nowhere: PushedRepository = { remoteId: null, path: null };

const push = (ref: string, from: string, to: string, more = {}) =>
  JSON.stringify({ ref, before: from, after: to, commits: [], ...places, ...more });

type Push = Extract<HookEvent, { kind: "push" }>;

const moved = (name: string, from: string | null, to: string | null, kind: "branch" | "tag" = "branch"): Push => ({
  kind: "push",
  changes: [{ kind, name, before: from, after: to }],
  repository: there,
});

/** GitHub and GitLab word a push alike. */
const pushes = (event: string, tagEvent: string): Sample[] => [
  { says: "a push", event, body: push("refs/heads/main", before, after), means: moved("main", before, after) },
  {
    says: "a branch with slashes, an umlaut and a hash",
    event,
    body: push("refs/heads/deep/größe#1", before, after),
    means: moved("deep/größe#1", before, after),
  },
  { says: "a new branch", event, body: push("refs/heads/new", none, after), means: moved("new", null, after) },
  { says: "a deleted branch", event, body: push("refs/heads/old", before, none), means: moved("old", before, null) },
  {
    says: "a push in a repository of SHA-256",
    event,
    body: push("refs/heads/main", "0".repeat(64), "ab".repeat(32)),
    means: moved("main", null, "ab".repeat(32)),
  },
  {
    says: "a tag",
    event: tagEvent,
    body: push("refs/tags/v1", none, after),
    means: moved("v1", null, after, "tag"),
  },
  {
    says: "a ref that is neither",
    event,
    body: push("refs/notes/commits", none, after),
    means: { kind: "push", changes: [], repository: there },
  },
  {
    says: "a push that names its repository in no way that is known",
    event,
    body: push("refs/heads/main", before, after, { repository: "shop", project: { id: {} } }),
    means: { ...moved("main", before, after), repository: nowhere },
  },
  { says: "something else", event: "constructor", body: "{}", means: { kind: "other", name: "constructor" } },
];

export const facts: Record<DialectName, Facts> = {
  github: {
    eventHeader: "x-github-event",
    keyHeader: "x-github-delivery",
    sign: (body, secret) => ({
      "x-hub-signature": `sha1=${hmac("sha1", secret, body)}`,
      "x-hub-signature-256": `sha256=${hmac("sha256", secret, body)}`,
    }),
    forged: (body, secret) => ({
      "SHA-1 alone": { "x-hub-signature": `sha1=${hmac("sha1", secret, body)}` },
      "no algorithm": { "x-hub-signature-256": hmac("sha256", secret, body) },
      "another algorithm": { "x-hub-signature-256": `sha512=${hmac("sha512", secret, body)}` },
      "an empty secret": { "x-hub-signature-256": `sha256=${hmac("sha256", "", body)}` },
    }),
    samples: [
      ...pushes("push", "push"),
      {
        says: "a deleted branch whose body says so",
        event: "push",
        body: push("refs/heads/old", before, none, { deleted: true }),
        means: moved("old", before, null),
      },
      {
        says: "a form, as hooks that are added by hand send it",
        event: "push",
        body: new URLSearchParams({ payload: push("refs/heads/größe&=+", before, after) }).toString(),
        means: moved("größe&=+", before, after),
      },
      { says: "a ping", event: "ping", body: JSON.stringify({ zen: "x", hook_id: 1 }), means: { kind: "ping" } },
      { says: "a branch was made", event: "create", body: "{}", means: { kind: "other", name: "create" } },
      { says: "a branch was deleted", event: "delete", body: "{}", means: { kind: "other", name: "delete" } },
    ],
    recorded: [
      ["github/go-playground/push.json", "push", { changes: [{ kind: "branch", name: "master" }] }],
      ["github/go-playground/ping.json", "ping", { kind: "ping" }],
      ["github/go-playground/create.json", "create", { kind: "other" }],
      ["github/go-playground/delete.json", "delete", { kind: "other" }],
      ["github/octokit-webhooks/push/payload.json", "push", { changes: [{ kind: "tag", after: null }] }],
      ["github/octokit-webhooks/push/1.payload.json", "push", { changes: [{ kind: "tag", after: null }] }],
      ["github/octokit-webhooks/push/with-new-branch.payload.json", "push", { changes: [{ before: null }] }],
      ["github/octokit-webhooks/push/with-installation.payload.json", "push", { kind: "push" }],
      ["github/octokit-webhooks/push/with-organization.payload.json", "push", { kind: "push" }],
      ["github/octokit-webhooks/push/with-no-username-committer.payload.json", "push", { kind: "push" }],
      ["github/octokit-webhooks/ping/payload.json", "ping", { kind: "ping" }],
    ],
  },
  gitlab: {
    eventHeader: "x-gitlab-event",
    keyHeader: "idempotency-key",
    sign: (body, secret, at) => ({ "x-gitlab-token": secret, ...standard(body, keyOf(secret), at) }),
    forged: (body, secret, at) => ({
      "the right token with a wrong signature": {
        "x-gitlab-token": secret,
        ...standard(body, Buffer.alloc(32), at),
      },
      "a right signature with a wrong token": { "x-gitlab-token": "no", ...standard(body, keyOf(secret), at) },
      "an empty token": { "x-gitlab-token": "" },
      "a signature of six minutes ago": standard(body, keyOf(secret), new Date(at.getTime() - 360_000)),
      "a signature of in six minutes": standard(body, keyOf(secret), new Date(at.getTime() + 360_000)),
      "a time that is none": { ...standard(body, keyOf(secret), at), "webhook-timestamp": "soon" },
      "another delivery's signature": { ...standard(body, keyOf(secret), at), "webhook-id": "another" },
    }),
    samples: [
      ...pushes("Push Hook", "Tag Push Hook"),
      {
        says: "a push told by a system hook",
        event: "System Hook",
        body: push("refs/heads/main", before, after, { event_name: "push" }),
        means: moved("main", before, after),
      },
      {
        says: "another event of a system hook",
        event: "System Hook",
        body: JSON.stringify({ event_name: "project_create" }),
        means: { kind: "other", name: "project_create" },
      },
    ],
    recorded: [
      ["gitlab/go-playground/push-event.json", "Push Hook", { changes: [{ kind: "branch", name: "master" }] }],
      ["gitlab/go-playground/tag-event.json", "Tag Push Hook", { changes: [{ kind: "tag", name: "v1.0.0" }] }],
      ["gitlab/go-playground/system-push-event.json", "System Hook", { changes: [{ name: "master" }] }],
      ["gitlab/xanzy-go-gitlab/webhooks/push.json", "Push Hook", { changes: [{ name: "master" }] }],
      ["gitlab/xanzy-go-gitlab/webhooks/tag_push.json", "Tag Push Hook", { changes: [{ kind: "tag" }] }],
      ["gitlab/xanzy-go-gitlab/systemhooks/push.json", "System Hook", { changes: [{ kind: "branch" }] }],
      ["gitlab/xanzy-go-gitlab/systemhooks/tag_push.json", "System Hook", { changes: [{ kind: "tag" }] }],
    ],
  },
  bitbucket: {
    eventHeader: "x-event-key",
    keyHeader: "x-request-uuid",
    sign: (body, secret) => ({ "x-hub-signature": `sha256=${hmac("sha256", secret, body)}` }),
    forged: (body, secret) => ({
      "SHA-1": { "x-hub-signature": `sha1=${hmac("sha1", secret, body)}` },
      "no algorithm": { "x-hub-signature": hmac("sha256", secret, body) },
      "GitHub's header": { "x-hub-signature-256": `sha256=${hmac("sha256", secret, body)}` },
      "an empty secret": { "x-hub-signature": `sha256=${hmac("sha256", "", body)}` },
    }),
    samples: [
      { says: "a push", ...changes([side("main", before), side("main", after)], moved("main", before, after)) },
      { says: "a new branch", ...changes([null, side("new", after)], moved("new", null, after)) },
      { says: "a deleted branch", ...changes([side("old", before), null], moved("old", before, null)) },
      { says: "a tag", ...changes([null, side("v1", after, "tag")], moved("v1", null, after, "tag")) },
      {
        says: "a bookmark",
        ...changes([null, side("x", after, "bookmark")], { kind: "push", changes: [], repository: there }),
      },
      {
        says: "a push that changed nothing",
        event: "repo:push",
        body: '{"push":{"changes":[]}}',
        means: { kind: "push", changes: [], repository: nowhere },
      },
      {
        says: "several branches in one delivery",
        event: "repo:push",
        body: JSON.stringify({
          push: {
            changes: [
              { old: side("main", before), new: side("main", after), forced: true },
              { old: side("old", before), new: null, closed: true },
            ],
          },
        }),
        means: {
          kind: "push",
          changes: [
            { kind: "branch", name: "main", before, after },
            { kind: "branch", name: "old", before, after: null },
          ],
          repository: nowhere,
        },
      },
      { says: "a ping", event: "diagnostics:ping", body: "{}", means: { kind: "ping" } },
      { says: "something else", event: "repo:fork", body: "{}", means: { kind: "other", name: "repo:fork" } },
    ],
    recorded: [
      [
        "bitbucket/go-playground/repo-push.json",
        "repo:push",
        { changes: [{ kind: "branch", name: "name-of-branch" }] },
      ],
    ],
  },
};

/** A whole delivery, signed. */
export function signed(name: DialectName, event: string, body: string, secret: string, at: Date): HookRequest {
  const { eventHeader, keyHeader, sign } = facts[name];
  const headers = { [eventHeader]: event, [keyHeader]: deliveryId, ...sign(body, secret, at) };
  return { headers, body: Buffer.from(body) };
}

export const deliveryId = "7c6e0583-49f2-4dc5-a50b-4c0bcf3c1b27";

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
}

/** https://www.standardwebhooks.com */
export function standard(body: string, key: Buffer, at: Date): Record<string, string> {
  const time = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac("sha256", key).update(`${deliveryId}.${time}.${body}`).digest("base64");
  return {
    "webhook-id": deliveryId,
    "webhook-timestamp": time,
    "webhook-signature": `v1,${signature}`,
  };
}

function side(name: string, hash: string, type = "branch") {
  return { type, name, target: { type: "commit", hash } };
}

function changes([old, now]: [object | null, object | null], means: Push): Omit<Sample, "says"> {
  const repository = { uuid: "{7e9c2b1a-9f3d-4c52-8a41-2f0d6c5b4e3a}", full_name: place };
  const body = JSON.stringify({ push: { changes: [{ old, new: now }] }, repository });
  return { event: "repo:push", body, means: { ...means, repository: { remoteId: repository.uuid, path: place } } };
}
