import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { receiveDelivery } from "#lib/webhooks/receive.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";

/** A webhook as its git host knows it. */
export interface Hook {
  app: string;
  url: string;
  secret: string;
}

/** Switches auto-deploy on for an app that reaches its repository without an account, and keeps the secret. */
export async function hookOf(actor: Actor, app: string): Promise<Hook> {
  const { webhook, secret } = await setAutoDeploy(actor, { app, enabled: true, dialect: "github" });
  if (!webhook || secret === null) throw new Error("There is a webhook already: its secret was shown before.");
  return { app, url: webhook.url, secret };
}

export const aCommit = () => randomBytes(20).toString("hex");
export const noCommit = "0".repeat(40);

export interface PushWords {
  ref?: string;
  before?: string;
  after?: string;
}

/** The part of GitHub's push that is read, and as much text as makes its usual 7 kB. */
export function pushBody({ ref = "refs/heads/main", before = aCommit(), after = aCommit() }: PushWords = {}): string {
  const filler = "Shop developers ".repeat(420);
  return JSON.stringify({ ref, before, after, deleted: after === noCommit, commits: [], filler });
}

export interface SendOptions {
  event?: string;
  key?: string;
  headers?: Record<string, string>;
}

/** The headers of GitHub's delivery of this body, signed. */
export function signedHeaders(
  secret: string,
  body: string | Buffer,
  options: SendOptions = {},
): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/044aadd",
    "x-github-event": options.event ?? "push",
    "x-github-delivery": options.key ?? randomUUID(),
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    ...options.headers,
  };
}

/** Delivers a body as GitHub does; answers what the door says. */
export async function send({ url, secret }: Hook, body: string | Buffer, options: SendOptions = {}) {
  const [provider = "", hook = ""] = new URL(url).pathname.split("/").slice(-2);
  const headers = signedHeaders(secret, body, options);
  return receiveDelivery(
    provider,
    hook,
    new Request(url, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) }),
  );
}

export async function sendPush(hook: Hook, words: PushWords = {}, options: SendOptions = {}) {
  return send(hook, pushBody(words), options);
}

/** The inbox of an app, in the order of arrival. */
export async function inboxOf(app: string) {
  return db
    .select()
    .from(deliveries)
    .where(eq(deliveries.appId, app))
    .orderBy(asc(deliveries.receivedAt), asc(deliveries.id));
}
