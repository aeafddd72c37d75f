import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { db } from "#db/index.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { parse } from "#lib/access/entry.ts";
import { rotateWebhook, rotateWebhookInput } from "#lib/webhooks/rotate.ts";
import { registerWebhook } from "#lib/webhooks/register.ts";
import { webhookOf } from "#lib/webhooks/rows.ts";
import { makeSecret, sealSecret } from "#lib/webhooks/secret.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { spareApp } from "#tests/support/samples.ts";
import { type Hook, hookOf, sendPush } from "#tests/support/webhooks.ts";
import { addPerson } from "#tests/support/world.ts";
import { decided, pushedApp, pushStage } from "./support.ts";

const stage = pushStage();

const newHook = async () => hookOf(stage.world.owner.actor, await spareApp(stage.world));
const rotate = ({ app }: { app: string }, input: Record<string, unknown> = {}) =>
  rotateWebhook(stage.world.owner.actor, parse(rotateWebhookInput, { app, ...input }));
const statusWith = async (hook: Hook, secret: string | null) =>
  (await sendPush({ ...hook, secret: secret ?? "" }, { ref: "refs/heads/draft" })).status;

test("after a rotation both secrets are good until the overlap ends, then only the new one", async () => {
  const hook = await newHook();
  const { secret, webhook } = await rotate(hook);
  expect(Buffer.from(secret ?? "", "base64url")).toHaveLength(32);
  expect(secret).not.toBe(hook.secret);
  expect(webhook?.previousUntil?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  expect([await statusWith(hook, hook.secret), await statusWith(hook, secret)]).toEqual([202, 202]);
  await db
    .update(webhooks)
    .set({ previousUntil: sql`now() - interval '1 second'` })
    .where(eq(webhooks.appId, hook.app));
  expect([await statusWith(hook, hook.secret), await statusWith(hook, secret)]).toEqual([401, 202]);
  await assertInvariants({ isQuiet: false, secrets: [hook.secret, secret ?? ""] });
});

test("a rotation without overlap ends the old secret at once", async () => {
  const hook = await newHook();
  const { secret, webhook } = await rotate(hook, { overlapHours: 0 });
  expect(webhook?.previousUntil).toBeNull();
  expect([await statusWith(hook, hook.secret), await statusWith(hook, secret)]).toEqual([401, 202]);
});

test("a secret that was leaked and rotated twice is dead", async () => {
  const hook = await newHook();
  const second = await rotate(hook);
  const third = await rotate(hook);
  const statuses = [hook.secret, second.secret, third.secret].map((secret) => statusWith(hook, secret));
  expect(await Promise.all(statuses)).toEqual([401, 202, 202]);
});

test("where Devpilot registered the webhook it puts the new secret there itself, and shows it to nobody", async () => {
  const app = await pushedApp(stage);
  const before = stage.hub.repository(app.path).hooks[0]?.secret;
  const { secret, webhook } = await rotate({ app: app.id }, { overlapHours: 0 });
  expect(secret).toBeNull();
  expect(webhook?.registration).toBe("registered");
  expect(stage.hub.repository(app.path).hooks).toHaveLength(1);
  expect(stage.hub.repository(app.path).hooks[0]?.secret).not.toBe(before);
  const { deliveries: sent } = await app.push();
  expect(sent[0]?.status).toBe(202);
  expect((await decided(app)).at(-1)?.verdict).toBe("deployed");
});

test("a host that does not take the new secret leaves it to be copied, with the reason, and the old one good", async () => {
  const app = await pushedApp(stage);
  stage.hub.setFault({ kind: "500" }, /\/hooks/);
  const { secret, webhook } = await rotate({ app: app.id });
  stage.hub.setFault(null);
  expect(secret).not.toBeNull();
  expect(webhook).toMatchObject({ registration: "manual", registrationReason: expect.stringMatching(/./) as string });
  expect((await app.push()).deliveries[0]?.status).toBe(202);
});

test("an app without a webhook has no secret to rotate", async () => {
  const app = await spareApp(stage.world);
  await expect(rotate({ app })).rejects.toMatchObject({ kind: "conflict" });
});

test("a Member without a grant finds no such app", async () => {
  const { app } = await newHook();
  const { actor } = await addPerson(stage.world.workspace.id, "member");
  await expect(rotateWebhook(actor, { app, overlapHours: 1 })).rejects.toMatchObject({ kind: "not_found" });
});

test("a webhook that is rotated while it is registered has the new secret at the host in the end", async () => {
  const app = await pushedApp(stage);
  const webhook = (await webhookOf(app.id))!;
  const [secret, from] = [makeSecret(), stage.hub.requests.length];
  const isPut = () => stage.hub.requests.slice(from).some(({ method }) => method === "PATCH");
  const registering = await db.transaction(async (tx) => {
    await tx
      .update(webhooks)
      .set({ secret: sealSecret(secret, webhook) })
      .where(eq(webhooks.id, webhook.id));
    const begun = registerWebhook(app.actor, { app: app.id });
    await vi.waitUntil(isPut);
    return [begun];
  });
  await Promise.all(registering);
  expect(stage.hub.repository(app.path).hooks.map((hook) => hook.secret)).toEqual([secret.reveal()]);
});
