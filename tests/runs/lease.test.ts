import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { leases, runs } from "#db/schema/runs.ts";
import { claimRun, type Lease, LeaseLost, raiseFence, releaseLease, renewLease, underLease } from "#lib/runs/lease.ts";
import { beginRun, endRun } from "#lib/runs/ledger.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { runs as counts } from "#tests/support/soak.ts";
import { makePlace, makeRun, type Place } from "./fixture.ts";

let place: Place;

beforeAll(async () => {
  await freshDatabase();
  place = await makePlace();
});

beforeEach(async () => {
  await db.execute(sql`truncate runs, leases cascade`);
});

test("of 200 claims of one app exactly one wins", async () => {
  for (let round = 0; round < counts(1, 20); round++) {
    await makeRun(place, newId());
    const claims = await Promise.all(Array.from({ length: 200 }, () => claimRun(newId())));
    expect(claims.filter((lease) => lease !== null)).toHaveLength(1);
  }
});

test("only one run of an app is claimed at a time, the oldest first", async () => {
  const app = newId();
  const [first, second] = [await makeRun(place, app), await makeRun(place, app)];
  const lease = await claim();
  expect(lease.runId).toBe(first);
  expect(await claimRun(newId())).toBeNull();
  await beginRun(lease);
  await endRun(lease, "completed", null);
  await releaseLease(lease);
  expect((await claim()).runId).toBe(second);
});

test("a run whose runner fell silent is claimed before those that wait, with a higher fence", async () => {
  const app = newId();
  const begun = await makeRun(place, app);
  const silent = await claim();
  await beginRun(silent);
  await makeRun(place, app);
  await expire(silent);
  const next = await claim();
  expect(next.runId).toBe(begun);
  expect(next.fence).toBeGreaterThan(silent.fence);
});

test("a runner whose lease was taken can write nothing, neither renew nor give back", async () => {
  await makeRun(place, newId());
  const frozen = await claim();
  await expire(frozen);
  const taker = await claim();
  await expect(beginRun(frozen)).rejects.toBeInstanceOf(LeaseLost);
  await expect(endRun(frozen, "failed", "late")).rejects.toBeInstanceOf(LeaseLost);
  await expect(raiseFence(frozen, 99)).rejects.toBeInstanceOf(LeaseLost);
  expect(await renewLease(frozen)).toBe(false);
  await releaseLease(frozen);
  expect(await renewLease(taker)).toBe(true);
});

test("while a runner is in the middle of a write nobody can claim its run, and then somebody can", async () => {
  await makeRun(place, newId());
  const slow = await claim();
  await expire(slow);
  await underLease(slow, async () => expect(await claimRun(newId())).toBeNull());
  expect((await claim()).fence).toBeGreaterThan(slow.fence);
});

test("the fence rises above what a host remembers", async () => {
  await makeRun(place, newId());
  const lease = await claim();
  await raiseFence(lease, 4711);
  expect(lease.fence).toBe(4712);
  expect(await renewLease(lease)).toBe(true);
});

test("an ended run is never claimed again, and its end never changes", async () => {
  const id = await makeRun(place, newId());
  const lease = await claim();
  await beginRun(lease);
  await endRun(lease, "failed", "no");
  await expect(endRun(lease, "completed", null)).rejects.toBeInstanceOf(LeaseLost);
  await releaseLease(lease);
  expect(await claimRun(newId())).toBeNull();
  const [run] = await db.select().from(runs).where(eq(runs.id, id));
  expect(run).toMatchObject({ status: "failed", reason: "no" });
});

async function claim(): Promise<Lease> {
  const lease = await claimRun(newId());
  if (!lease) throw new Error("Nothing to claim.");
  return lease;
}

async function expire(lease: Lease): Promise<void> {
  await db
    .update(leases)
    .set({ expiresAt: sql`now() - interval '1 second'` })
    .where(eq(leases.resourceId, lease.resourceId));
}
