import { createHmac, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import { POST } from "#app/api/webhooks/[provider]/[hook]/route.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { deliveriesTopic, listen } from "#lib/jobs/listen.ts";
import { receiveDelivery } from "#lib/webhooks/receive.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { withConnection } from "#db/pool.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { type Hook, hookOf, inboxOf, pushBody, send, sendPush, signedHeaders } from "#tests/support/webhooks.ts";
import { runs } from "#tests/support/soak.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let hook: Hook;
let database: string;

beforeAll(async () => {
  database = await freshDatabase();
  world = await makeWorld();
  hook = await hookOf(world.owner.actor, await spareApp(world));
});

const newHook = async () => hookOf(world.owner.actor, await spareApp(world));
const idOf = ({ url }: Hook) => url.split("/").at(-1) ?? "";
const kept = async (of: Hook) => (await inboxOf(of.app)).length;
const counted = async (of: Hook) => {
  const [row] = await db
    .select()
    .from(webhooks)
    .where(eq(webhooks.id, idOf(of)));
  return row?.badSignatures ?? 0;
};

function arrive(of: Hook, headers: Record<string, string>, body: BodyInit, provider = "github", id = idOf(of)) {
  const request = new Request(of.url, {
    method: "POST",
    headers,
    body,
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });
  return receiveDelivery(provider, id, request);
}

test("a signed delivery is answered 202 once it is in the inbox, and a worker is woken", async () => {
  let rings = 0;
  const stop = listen(deliveriesTopic, () => rings++);
  await expect.poll(async () => (await sendPush(await newHook())) && rings, { timeout: 5000 }).toBeGreaterThan(0);
  stop();
  const body = pushBody();
  expect((await send(hook, body, { key: "one" })).status).toBe(202);
  const [delivery] = (await inboxOf(hook.app)).slice(-1);
  expect(delivery).toMatchObject({ source: "webhook", event: "push", deliveryKey: "one", verdict: "waiting" });
  expect(delivery?.body?.toString()).toBe(body);
});

test("of the headers only those that matter are kept, and never a signature", async () => {
  await sendPush(hook, {}, { key: "headers", headers: { cookie: "a=b", authorization: "Basic eA==" } });
  const found = (await inboxOf(hook.app)).find(({ deliveryKey }) => deliveryKey === "headers");
  expect(Object.keys(found?.headers ?? {}).toSorted()).toEqual([
    "content-type",
    "user-agent",
    "x-github-delivery",
    "x-github-event",
  ]);
});

test("the same delivery twice is kept once, and both are answered 202", async () => {
  const body = pushBody();
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(hook, body, { key: "twice" })));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
  const same = (await inboxOf(hook.app)).filter(({ deliveryKey }) => deliveryKey === "twice");
  expect(same).toMatchObject([{ repeated: 9 }]);
});

test("a wrong signature is answered 401, counted and not stored", async () => {
  const wrong = await newHook();
  const body = pushBody();
  const signature = (secret: string, algorithm = "sha256") =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest("hex")}`;
  const attempts: Record<string, string>[] = [
    { "x-hub-signature-256": signature("another secret") },
    { "x-hub-signature-256": "" },
    { "x-hub-signature-256": signature(wrong.secret).slice(0, -1) },
    { "x-hub-signature-256": signature(wrong.secret, "sha1"), "x-hub-signature": signature(wrong.secret, "sha1") },
  ];
  for (const headers of attempts) {
    expect((await send(wrong, body, { headers })).status).toBe(401);
  }
  expect((await send({ ...wrong, secret: "" }, body)).status).toBe(401);
  expect(await kept(wrong)).toBe(0);
  await expect.poll(() => counted(wrong), { timeout: 5000 }).toBe(5);
});

test("the signature of one webhook opens no other", async () => {
  const other = await newHook();
  expect((await sendPush({ ...hook, secret: other.secret })).status).toBe(401);
});

test("an unknown webhook, a malformed id and another dialect's address are the same 404", async () => {
  const body = pushBody();
  const headers = signedHeaders(hook.secret, body);
  const answers = [
    await arrive(hook, headers, body, "github", newId()),
    await arrive(hook, headers, body, "github", "'; drop table webhooks; --"),
    await arrive(hook, headers, body, "gitlab"),
    await arrive(hook, headers, body, "nonsense"),
    await arrive(hook, headers, body, "constructor"),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});

test("an app that was removed is answered 410", async () => {
  const gone = await newHook();
  await removeApp(world.owner.actor, { app: gone.app });
  expect((await sendPush(gone)).status).toBe(410);
  expect(await kept(gone)).toBe(0);
});

test("an app whose auto-deploy is off is answered 202, and the delivery kept", async () => {
  const off = await newHook();
  await setAutoDeploy(world.owner.actor, { app: off.app, enabled: false });
  expect((await sendPush(off)).status).toBe(202);
  expect(await kept(off)).toBe(1);
});

test("a body of 25 MB is taken, and one byte more is answered 413, said or unsaid", async () => {
  const large = await newHook();
  const most = Buffer.alloc(25 * 1024 * 1024, " ");
  expect((await send(large, most)).status).toBe(202);
  const more = Buffer.concat([most, Buffer.from(" ")]);
  expect((await send(large, more)).status).toBe(413);
  const headers = { ...signedHeaders(large.secret, "{}"), "content-length": String(more.length) };
  expect((await arrive(large, headers, "{}")).status).toBe(413);
  const pieces = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  expect((await arrive(large, signedHeaders(large.secret, "{}"), pieces)).status).toBe(413);
  expect(await kept(large)).toBe(1);
});

test("too many bytes at once are answered 503 with a time to try again, and room comes back", async () => {
  const busy = await newHook();
  const held: ReadableStreamDefaultController<Uint8Array>[] = [];
  const slow = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(22 * 1024 * 1024));
        held.push(controller);
      },
    });
  const waiting = [1, 2].map(() => arrive(busy, signedHeaders(busy.secret, "{}"), slow()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const refused = await arrive(busy, signedHeaders(busy.secret, "{}"), slow());
  expect(refused).toMatchObject({ status: 503, headers: { "retry-after": expect.any(String) as string } });
  for (const controller of held.slice(0, 2)) controller.close();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([401, 401]);
  expect((await sendPush(busy)).status).toBe(202);
});

const rounds = runs(20, 500);
const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

test("a database that ends its connections under deliveries and is back at once costs none of them", async () => {
  const cut = await newHook();
  await withConnection(database, async (killer) => {
    for (let round = 0; round < rounds; round++) {
      const sends = Array.from({ length: 12 }, () => sendPush(cut, {}, { key: randomUUID() }));
      const [, ...answers] = await Promise.all([killer.query(endOthers), ...sends]);
      expect(answers.map(({ status }) => status)).toEqual(sends.map(() => 202));
    }
  });
  await expect.poll(() => kept(cut)).toBe(12 * rounds);
});

test("a connection that breaks while it sends stores nothing", async () => {
  const cut = await newHook();
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(1000));
      controller.error(new Error("cut"));
    },
  });
  expect((await arrive(cut, signedHeaders(cut.secret, "{}"), broken)).status).toBe(400);
  expect(await kept(cut)).toBe(0);
});

test("what is signed and says neither event nor id is kept all the same", async () => {
  const odd = await newHook();
  const body = pushBody();
  const { "x-hub-signature-256": signature = "" } = signedHeaders(odd.secret, body);
  for (let time = 0; time < 2; time++) {
    expect((await arrive(odd, { "x-hub-signature-256": signature }, body)).status).toBe(202);
  }
  expect(await inboxOf(odd.app)).toMatchObject([{ event: "unknown", repeated: 1 }]);
});

test("ids and headers of any length fit", async () => {
  const long = await newHook();
  const key = `${randomUUID()}${"x".repeat(9000)}`;
  expect((await sendPush(long, {}, { key, event: "y".repeat(9000) })).status).toBe(202);
  expect((await inboxOf(long.app))[0]?.deliveryKey).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("the answer is small JSON that is stored nowhere and sets no cookie", async () => {
  const body = pushBody();
  const request = new Request(hook.url, { method: "POST", headers: signedHeaders(hook.secret, body), body });
  const answer = await POST(request, { params: Promise.resolve({ provider: "github", hook: idOf(hook) }) });
  expect(answer.status).toBe(202);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.has("set-cookie")).toBe(false);
  expect(await answer.json()).toEqual({ status: "Kept. A worker decides what it means." });
});
