import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { parse } from "#lib/access/entry.ts";
import { findDelivery } from "#lib/webhooks/find-delivery.ts";
import { listDeliveries, listDeliveriesInput } from "#lib/webhooks/list-deliveries.ts";
import { tidyDeliveries } from "#lib/webhooks/tidy.ts";
import { replayDelivery } from "#lib/webhooks/replay.ts";
import { decideDeliveries } from "#lib/webhooks/decide.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spareApp } from "#tests/support/samples.ts";
import { type Hook, hookOf, inboxOf, pushBody, send, sendPush } from "#tests/support/webhooks.ts";
import { addPerson, buildWorld, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let hook: Hook;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  hook = await hookOf(world.owner.actor, await spareApp(world));
});

const newHook = async () => hookOf(world.owner.actor, await spareApp(world));
const list = (of: Hook, input: Record<string, unknown> = {}, actor = world.owner.actor) =>
  listDeliveries(actor, parse(listDeliveriesInput, { app: of.app, ...input }));

test("deliveries are listed newest first, page by page, each once", async () => {
  const paged = await newHook();
  for (let number = 0; number < 7; number++) await sendPush(paged, {}, { key: `k${number}` });
  // The same moment for some, as in a burst.
  await db.execute(
    sql`update deliveries set received_at = date_trunc('minute', received_at) where app_id = ${paged.app}`,
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(paged, { limit: 3, cursor });
    seen.push(...page.data.map(({ key }) => key));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["k6", "k5", "k4", "k3", "k2", "k1", "k0"]);
});

test("the list is narrowed by verdict", async () => {
  const mixed = await newHook();
  await sendPush(mixed);
  await sendPush(mixed, { ref: "refs/heads/draft" });
  await decideDeliveries();
  await sendPush(mixed);
  const of = async (verdict: string) => (await list(mixed, { verdict })).data.map(({ branch }) => branch);
  expect([await of("deployed"), await of("ignored"), await of("waiting")]).toEqual([["main"], ["draft"], [null]]);
});

test("a delivery shows its headers and its body, cut where it is long, and no signature", async () => {
  const body = pushBody();
  await send(hook, body, { key: "shown" });
  await send(hook, "x".repeat(300 * 1024), { key: "long" });
  const { data } = await list(hook);
  const find = (key: string) =>
    findDelivery(world.owner.actor, { app: hook.app, delivery: data.find((one) => one.key === key)?.id ?? "" });
  const shown = await find("shown");
  expect(shown).toMatchObject({ body, isBodyCut: false, headers: { "x-github-event": "push" } });
  expect(JSON.stringify(shown.headers)).not.toMatch(/sha256=/);
  expect(await find("long")).toMatchObject({ body: "x".repeat(256 * 1024), isBodyCut: true });
});

test("deliveries of another app, another workspace and no app at all are not found", async () => {
  await sendPush(hook);
  const delivery = (await inboxOf(hook.app))[0]?.id ?? "";
  const other = await newHook();
  const stranger = (await buildWorld("Elsewhere")).owner.actor;
  const nobody = (await addPerson(world.workspace.id, "member")).actor;
  const refusal = { kind: "not_found" };
  for (const verb of [findDelivery, replayDelivery]) {
    await expect(verb(world.owner.actor, { app: other.app, delivery })).rejects.toMatchObject(refusal);
    await expect(verb(world.owner.actor, { app: hook.app, delivery: newId() })).rejects.toMatchObject(refusal);
    await expect(verb(world.owner.actor, { app: hook.app, delivery: "' or 1=1" })).rejects.toMatchObject(refusal);
    for (const actor of [stranger, nobody]) {
      await expect(verb(actor, { app: hook.app, delivery })).rejects.toMatchObject(refusal);
    }
  }
  await expect(list(hook, {}, stranger)).rejects.toMatchObject(refusal);
});

test("bodies are dropped after 30 days and deliveries after 180, but never one that waits", async () => {
  const old = await newHook();
  for (const key of ["fresh", "month", "year"]) await sendPush(old, {}, { key });
  await decideDeliveries();
  const year = (await inboxOf(old.app)).find(({ deliveryKey }) => deliveryKey === "year");
  await replayDelivery(world.owner.actor, { app: old.app, delivery: year?.id ?? "" });
  await decideDeliveries();
  await sendPush(old, {}, { key: "waits" });
  const age = (key: string, days: number) =>
    db.execute(sql`
      update deliveries set received_at = now() - make_interval(days => ${days})
      where app_id = ${old.app} and delivery_key = ${key}`);
  await age("month", 31);
  await age("year", 181);
  await age("waits", 400);
  await tidyDeliveries();
  const left = (await inboxOf(old.app)).map(({ deliveryKey, body }) => [deliveryKey.slice(0, 6), body !== null]);
  expect(Object.fromEntries(left)).toEqual({ waits: true, month: false, fresh: true, replay: true });
});
