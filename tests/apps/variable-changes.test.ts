import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { listVariables } from "#lib/apps/list-variables.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { variableChangesSince } from "#lib/apps/variable-changes.ts";
import { sharedVariableHistory, variableHistory } from "#lib/apps/variable-history.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { createProject } from "#lib/projects/create.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addApp, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let project: string;
let app: string;
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

beforeEach(async () => {
  const { actor } = world.owner;
  project = (await createProject(actor, { name: `Project ${++count}` })).id;
  app = (await addApp(actor, project, world.serverId, `/srv/changes/${count}`)).id;
});

const field = (key: string, value = "a value", isSecret = true) => ({ key, value, isSecret });
const put = (...keys: string[]) => putVariables(world.owner.actor, { app, variables: keys.map((key) => field(key)) });
const share = (...keys: string[]) =>
  putSharedVariables(world.owner.actor, { project, variables: keys.map((key) => field(key)) });
const remove = (key: string) => removeVariable(world.owner.actor, { app, key });
const since = () => variableChangesSince({ id: app });

/** A deployment that went as far as it says; a live one is what is live from then on. */
async function deployed(upTo: "fetch" | "setup" | "live"): Promise<void> {
  const { id } = await queueDeployment(world.owner.actor, { app });
  const status = upTo === "live" ? "completed" : "failed";
  await db
    .update(runs)
    .set({ status, startedAt: sql`clock_timestamp()`, endedAt: sql`clock_timestamp()` })
    .where(eq(runs.id, id));
  const isDone = upTo === "fetch" ? sql`kind = 'fetch'` : sql`kind in ('fetch', 'setup')`;
  await db
    .update(steps)
    .set({ status: sql`case when ${isDone} then 'completed' else 'skipped' end` })
    .where(eq(steps.runId, id));
  if (upTo !== "live") return;
  await db.update(deployments).set({ isLive: false }).where(eq(deployments.appId, app));
  await db
    .update(deployments)
    .set({ isLive: true, releasedAt: sql`now()` })
    .where(eq(deployments.id, id));
}

test("while nothing is live, all of them are new, shared ones included", async () => {
  await put("OWN");
  await share("SHARED");
  await deployed("setup");
  expect(await since()).toEqual({ new: ["OWN", "SHARED"], changed: [], removed: [] });
});

test("what was added, changed and removed since what is live is told by name", async () => {
  await put("KEPT", "CHANGED", "REMOVED", "AWAY_AND_BACK");
  await share("SHARED", "SHARED_TOO");
  await deployed("live");
  expect(await since()).toEqual({ new: [], changed: [], removed: [] });
  await put("CHANGED", "ADDED", "BRIEF");
  for (const key of ["REMOVED", "BRIEF", "AWAY_AND_BACK"]) await remove(key);
  await put("AWAY_AND_BACK");
  await share("SHARED", "SHARED_NEW");
  expect(await since()).toEqual({
    new: ["ADDED", "SHARED_NEW"],
    changed: ["AWAY_AND_BACK", "CHANGED", "SHARED"],
    removed: ["REMOVED"],
  });
});

test("an override begins and ends as a change of what was shared, and hides what changes below it", async () => {
  await share("TAKEN_OVER", "GIVEN_BACK", "HIDDEN");
  await put("GIVEN_BACK", "HIDDEN");
  await deployed("live");
  await put("TAKEN_OVER");
  await remove("GIVEN_BACK");
  await share("HIDDEN");
  expect(await since()).toEqual({ new: [], changed: ["GIVEN_BACK", "TAKEN_OVER"], removed: [] });
});

test("a deployment that failed before its set-up changes nothing of this, and neither does one that is not live", async () => {
  await put("A");
  await deployed("live");
  await put("B");
  await deployed("fetch");
  expect(await since()).toMatchObject({ new: ["B"] });
  await deployed("live");
  expect(await since()).toMatchObject({ new: [] });
});

test("a plain variable that is put as it is does not count as changed; a secret does, lest a guess be told", async () => {
  const variables = [field("PLAIN", "production", false), field("SECRET")];
  await putVariables(world.owner.actor, { app, variables });
  await deployed("live");
  await putVariables(world.owner.actor, { app, variables });
  expect(await since()).toMatchObject({ changed: ["SECRET"] });
});

test("the history says who changed what, newest first, and which deployment took it up", async () => {
  await put("A");
  await deployed("fetch");
  await share("B");
  await deployed("setup");
  await put("A");
  await remove("A");
  const { data } = await variableHistory(world.owner.actor, { app, limit: 50 });
  expect(data.map(({ key, change, from, deployment }) => [key, change, from, deployment?.number ?? null])).toEqual([
    ["A", "removed", "app", null],
    ["A", "changed", "app", null],
    ["B", "added", "project", 2],
    ["A", "added", "app", 2],
  ]);
  expect(new Set(data.map(({ by }) => by))).toEqual(new Set([world.owner.actor.label]));
  const shared = await sharedVariableHistory(world.owner.actor, { project, limit: 50 });
  expect(shared.data.map(({ key, change }) => [key, change])).toEqual([["B", "added"]]);
});

test("a long history comes page by page", async () => {
  await put("A", "B", "C");
  const first = await variableHistory(world.owner.actor, { app, limit: 2 });
  const second = await variableHistory(world.owner.actor, { app, limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.data, ...second.data].map(({ key }) => key)).toEqual(["C", "B", "A"]);
  expect(second.nextCursor).toBeNull();
});

test("each is in effect since the deployment that took it up, a shared one since the override before it was removed", async () => {
  const since = async () =>
    (await listVariables(world.owner.actor, { app })).map(({ key, inEffectSince }) => [
      key,
      inEffectSince?.number ?? null,
    ]);
  await share("A", "B");
  await deployed("live");
  await put("B", "C");
  expect(await since()).toEqual([
    ["A", 1],
    ["B", null],
    ["C", null],
  ]);
  await deployed("live");
  await remove("B");
  expect(await since()).toEqual([
    ["A", 1],
    ["B", null],
    ["C", 2],
  ]);
  await deployed("setup");
  expect(await since()).toContainEqual(["B", 3]);
});
