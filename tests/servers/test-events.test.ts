import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import type { StreamEvent } from "#lib/event-stream.ts";
import { serverTestEvents } from "#lib/servers/test-events.ts";
import { pool } from "#lib/ssh/pool.ts";
import { startChaos } from "#tests/peers/ssh-chaos.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { connectPinned, freshKeyring, makeOwner, rowOf } from "./support.ts";

let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
  owner = await makeOwner();
});
afterAll(() => pool.close(0));

const never = new AbortController().signal;

test("each stage is told as it begins and as it ends", async () => {
  const chaos = await startChaos({ accept: () => false });
  const { id } = await connectPinned(owner, chaos);
  const told: unknown[] = [];
  for await (const { event, data } of serverTestEvents(owner, id, never)) {
    expect(event).toBe("stage");
    told.push(data);
  }
  const states = ["running", "ok", "running", "ok", "running", "ok", "running", "failed"];
  expect(told).toMatchObject(states.map((state) => ({ state })));
  chaos.stop();
});

test("a watcher who leaves does not cut the test short", async () => {
  const chaos = await startChaos({ accept: () => false });
  const { id } = await connectPinned(owner, chaos);
  const events = serverTestEvents(owner, id, never);
  await events.next();
  await events.return(undefined);
  await expect.poll(async () => (await rowOf(id)).connection).toBe("unreachable");
  chaos.stop();
});

test("the stream ends when it is told to, before the test does", async () => {
  const chaos = await startChaos({ accept: () => false });
  const { id } = await connectPinned(owner, chaos);
  const stop = new AbortController();
  const told: StreamEvent[] = [];
  for await (const event of serverTestEvents(owner, id, stop.signal)) {
    told.push(event);
    stop.abort();
  }
  expect(told.length).toBeLessThan(8);
  chaos.stop();
});

test("a server of another workspace is not found", async () => {
  const chaos = await startChaos({});
  const { id } = await connectPinned(owner, chaos);
  const stranger = await makeOwner();
  await expect(serverTestEvents(stranger, id, never).next()).rejects.toMatchObject({ kind: "not_found" });
  chaos.stop();
});
