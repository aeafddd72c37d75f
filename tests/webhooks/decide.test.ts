import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { aCommit, hookOf, noCommit, pushBody, send, sendPush } from "#tests/support/webhooks.ts";
import { spareApp } from "#tests/support/samples.ts";
import { change, decided, deploymentsOf, pushedApp, rowOf, pushStage } from "./support.ts";

const stage = pushStage();

const last = <T>(rows: T[]): T => rows.at(-1)!;

test("a push of the watched branch is deployed at exactly its commit, and the delivery says by which deployment", async () => {
  const app = await pushedApp(stage);
  const { after, deliveries: sent } = await app.push();
  expect(sent.map(({ status }) => status)).toEqual([202]);
  const { verdict, reason, deploymentId, commit, branch } = last(await decided(app));
  const [deployment] = await deploymentsOf(app);
  expect(deployment).toMatchObject({
    id: deploymentId,
    wantedCommit: after,
    branch: "main",
    trigger: "push",
    triggeredBy: "push · main",
  });
  expect({ verdict, commit, branch }).toEqual({ verdict: "deployed", commit: after, branch: "main" });
  expect(reason).toBe(`It is the head of main: #${deployment?.number} deploys it.`);
  expect((await rowOf(app)).watchedHead).toBe(after);
});

test("a push to another branch is stored and deploys nothing", async () => {
  const app = await pushedApp(stage);
  await app.push("one", "draft");
  expect(last(await decided(app))).toMatchObject({
    verdict: "ignored",
    branch: "draft",
    reason: "Branch draft is not watched: main is.",
  });
  expect(await deploymentsOf(app)).toEqual([]);
});

test("the branch that is watched may be another than the app's own", async () => {
  const app = await pushedApp(stage);
  await change(app, { watchedBranch: "draft" });
  const { after } = await app.push("one", "draft");
  await app.push();
  const [draft, main] = (await decided(app)).slice(-2);
  expect([draft?.verdict, main?.reason]).toEqual(["deployed", "Branch main is not watched: draft is."]);
  expect(await deploymentsOf(app)).toMatchObject([{ branch: "draft", wantedCommit: after }]);
});

const nothing: [string, { body?: string; words?: Parameters<typeof pushBody>[0]; event?: string }, RegExp][] = [
  ["a tag", { words: { ref: "refs/tags/v1" } }, /^v1 is a tag, and no branch\.$/],
  ["a deleted branch", { words: { after: noCommit } }, /^The branch main was deleted\.$/],
  ["a push without commits", { words: { before: "a".repeat(40), after: "a".repeat(40) } }, /brought no commits/],
  ["the host's own try", { event: "ping", body: "{}" }, /^GitHub tried the webhook: it works\.$/],
  ["another event", { event: "issues", body: "{}" }, /^A “issues” is no push\.$/],
  ["a body that is no JSON", { body: "no JSON" }, /could not be read: .*no JSON/],
  ["a body of another shape", { body: "{}" }, /could not be read: .*differs at ref/],
  ["a name with what no database holds", { words: { ref: "refs/heads/a\0b\ud800" } }, /^Branch a.b. is not watched/],
  [
    "a name that is cut within a character",
    { words: { ref: `refs/heads/${"a".repeat(99)}\u{1f680}` } },
    /^Branch a{99}. is not watched/,
  ],
  ["a note", { words: { ref: "refs/notes/commits" } }, /^No branch changed/],
];

test.each(nothing)("%s is kept and deploys nothing, with its reason", async (_, { body, words, event }, reason) => {
  const hook = await hookOf(stage.world.owner.actor, await spareApp(stage.world));
  expect((await send(hook, body ?? pushBody(words), { event })).status).toBe(202);
  const inbox = await decided({ id: hook.app });
  expect(inbox).toMatchObject([{ verdict: "ignored", reason: expect.stringMatching(reason) as string }]);
  expect(await deploymentsOf({ id: hook.app })).toEqual([]);
});

test.each([
  ["auto-deploy is off", { autoDeploy: false }, /^Auto-deploy is off\./],
  ["the app is inactive", { isActive: false }, /^The app is inactive\./],
  ["a rollback paused it", { autoDeployPausedAt: new Date() }, /^Auto-deploy is paused since a rollback/],
])("while %s a push is kept with that reason, and its commit not taken for deployed", async (_, values, reason) => {
  const app = await pushedApp(stage);
  await app.push();
  await decided(app);
  const before = await rowOf(app);
  await change(app, values);
  await app.push();
  expect(last(await decided(app))).toMatchObject({
    verdict: "ignored",
    reason: expect.stringMatching(reason) as string,
  });
  expect((await rowOf(app)).watchedHead).toBe(before.watchedHead);
  expect(await deploymentsOf(app)).toHaveLength(1);
});

test.each([
  ["was removed", { removedAt: new Date(), credential: null }, /was removed\. Choose another/],
  [
    "has to be connected again",
    { state: "needs_reconnecting", stateReason: "It ended." } as const,
    /again\. It ended\./,
  ],
  ["is limited to other projects", { isLimited: true }, /limited to other projects/],
])("while the integration %s a push is kept with that reason", async (_, values, reason) => {
  const app = await pushedApp(stage);
  await db.update(integrations).set(values).where(eq(integrations.id, app.integration.id));
  const { deliveries: sent } = await app.push();
  expect(sent[0]?.status).toBe(202);
  expect(last(await decided(app))).toMatchObject({
    verdict: "ignored",
    reason: expect.stringMatching(reason) as string,
  });
});

test("the same delivery again is counted, and the same commit under another id is a duplicate", async () => {
  const app = await pushedApp(stage);
  const { before, after, deliveries: sent } = await app.push();
  await decided(app);
  await stage.hub.redeliver(sent[0]?.id ?? "");
  await stage.hub.deliver(app.path, { ref: "refs/heads/main", before, after });
  const [first, second] = (await decided(app)).slice(-2);
  expect(first).toMatchObject({ verdict: "deployed", repeated: 1 });
  expect(second).toMatchObject({ verdict: "ignored", deploymentId: first?.deploymentId });
  expect(second?.reason).toBe("Duplicate: #1 deploys this commit.");
  expect(await deploymentsOf(app)).toHaveLength(1);
});

test("pushes that wait together become one deployment of the newest, whatever their order", async () => {
  const app = await pushedApp(stage);
  const pushes = [await app.push(), await app.push(), await app.push()];
  await db.update(deliveries).set({ receivedAt: sql`now() - (received_at - now())` });
  const inbox = await decided(app);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: pushes[2]?.after }]);
  const verdicts = new Map(inbox.map(({ commit, verdict, reason }) => [commit, [verdict, reason]]));
  expect(verdicts.get(pushes[2]!.after)?.[0]).toBe("deployed");
  for (const { after } of pushes.slice(0, 2)) {
    expect(verdicts.get(after)).toEqual(["joined", "Joined to #1, a newer push."]);
  }
});

test("a newer push replaces the deployment that waits, and both deliveries say so", async () => {
  const app = await pushedApp(stage);
  await app.push();
  await decided(app);
  const { after } = await app.push();
  const [older, newer] = (await decided(app)).slice(-2);
  expect(older?.reason).toMatch(/#1 deploys it\. Replaced by #2, a newer push, before it began\.$/);
  expect(newer?.verdict).toBe("deployed");
  expect(await deploymentsOf(app)).toMatchObject([
    { wantedCommit: after, status: "pending" },
    { status: "cancelled", reason: "Superseded by #2" },
  ]);
});

test("an older push that arrives late, or is sent again, does not take the app back", async () => {
  const app = await pushedApp(stage);
  const [first, second] = [await app.push(), await app.push()];
  await decided(app);
  await stage.hub.deliver(app.path, { ref: "refs/heads/main", before: first.before, after: first.after });
  const late = last(await decided(app));
  expect(late).toMatchObject({ verdict: "ignored", commit: first.after });
  expect(late.reason).toBe(`An older push: main is at ${second.after.slice(0, 7)}, which #1 deploys.`);
  expect(await deploymentsOf(app)).toHaveLength(1);
});

test("a branch that was set back to an earlier commit is deployed at that commit", async () => {
  const app = await pushedApp(stage);
  const first = await app.push();
  await decided(app);
  const second = await app.push();
  await decided(app);
  await setBack(app.path, first.after);
  await stage.hub.deliver(app.path, { ref: "refs/heads/main", before: second.after, after: first.after });
  expect(last(await decided(app)).verdict).toBe("deployed");
  expect((await deploymentsOf(app)).map(({ wantedCommit }) => wantedCommit)).toEqual([
    first.after,
    second.after,
    first.after,
  ]);
});

test("a push that the branch has left behind since deploys where the branch is now", async () => {
  const app = await pushedApp(stage);
  const [hook] = stage.hub.repository(app.path).hooks.splice(0);
  const { before: parent } = await app.push();
  const { before, after } = await app.push();
  stage.hub.repository(app.path).hooks.push(hook!);
  await stage.hub.deliver(app.path, { ref: "refs/heads/main", before: parent, after: before });
  const told = last(await decided(app));
  expect(told.reason).toBe(`main has moved on to ${after.slice(0, 7)} since: #1 deploys that.`);
  expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
});

test("a branch that is gone at the host deploys nothing, and the reason says so", async () => {
  const app = await pushedApp(stage);
  const { before, after } = await app.push("one", "short-lived");
  await change(app, { watchedBranch: "short-lived" });
  await git(app.path, "update-ref", "-d", "refs/heads/short-lived");
  await stage.hub.deliver(app.path, { ref: "refs/heads/short-lived", before, after });
  expect(last(await decided(app)).reason).toBe("The branch short-lived is gone from the git host.");
});

test.each(["500", "hang", "html", "429"] as const)(
  "a host that can't be asked (%s) does not keep a push from being deployed at its commit",
  async (kind) => {
    const app = await pushedApp(stage);
    stage.hub.setFault({ kind }, /\/api\//);
    const { after } = await app.push();
    const told = last(await decided(app));
    expect(told.verdict).toBe("deployed");
    expect(told.reason).toMatch(/^#1 deploys it\. Where main is now could not be asked: ./);
    expect(await deploymentsOf(app)).toMatchObject([{ wantedCommit: after }]);
  },
);

test("while nobody can tell where the branch is, an old push is not deployed again", async () => {
  const app = await pushedApp(stage);
  const first = await app.push();
  await decided(app);
  await app.push();
  await decided(app);
  stage.hub.setFault({ kind: "500" }, /\/api\//);
  await stage.hub.deliver(app.path, { ref: "refs/heads/main", before: first.before, after: first.after });
  expect(last(await decided(app)).reason).toMatch(/^An old push/);
});

test("a commit that somebody deployed by hand is not deployed again by its push", async () => {
  const app = await pushedApp(stage);
  const { after } = await app.push();
  await queueDeployment(app.actor, { app: app.id, commit: after });
  expect(last(await decided(app)).reason).toBe("Duplicate: #1 deploys this commit.");
});

test("a push that can't be queued says why, and its commit is not taken for deployed", async () => {
  const app = await pushedApp(stage);
  const { serverId } = await rowOf(app);
  const keep = db.update(servers).set({ connection: "unknown" }).where(eq(servers.id, serverId));
  await db.update(servers).set({ connection: "host_key_changed" }).where(eq(servers.id, serverId));
  try {
    const { before } = await app.push();
    expect(last(await decided(app))).toMatchObject({
      verdict: "ignored",
      reason: expect.stringMatching(/^The host key of .* has changed/) as string,
    });
    expect((await rowOf(app)).watchedHead).toBe(before);
  } finally {
    await keep;
  }
});

test("a workspace whose queue is full keeps the push with that reason", async () => {
  const app = await pushedApp(stage);
  const { workspaceId, serverId } = await rowOf(app);
  await db.execute(sql`
    insert into runs (id, workspace_id, kind, resource_id, server_id, status)
    select gen_random_uuid(), ${workspaceId}, 'deployment', gen_random_uuid(), ${serverId}, 'pending'
    from generate_series(1, 500)`);
  try {
    await app.push();
    expect(last(await decided(app)).reason).toMatch(/^500 deployments are waiting already/);
  } finally {
    await db.delete(runs).where(sql`not exists (select from deployments d where d.id = ${runs.id})`);
  }
});

test("what came before the app was removed is ignored, with that reason", async () => {
  const app = await pushedApp(stage);
  await app.push();
  await removeApp(app.actor, { app: app.id });
  expect(last(await decided(app)).reason).toBe("The app was removed.");
});

test("a push of one app's webhook deploys no other app, not even of the same repository", async () => {
  const [one, other] = [await spareApp(stage.world), await spareApp(stage.world)];
  const hook = await hookOf(stage.world.owner.actor, one);
  await hookOf(stage.world.owner.actor, other);
  await sendPush(hook, { after: aCommit() });
  await decided({ id: one });
  expect([await deploymentsOf({ id: one }), await deploymentsOf({ id: other })].map((all) => all.length)).toEqual([
    1, 0,
  ]);
});

test("500 deliveries of one app are decided in one go, and more in the next", async () => {
  const app = await spareApp(stage.world);
  const hook = await hookOf(stage.world.owner.actor, app);
  await sendPush(hook, { ref: "refs/heads/draft" });
  await db.execute(sql`
    insert into deliveries (id, workspace_id, app_id, webhook_id, source, dialect, delivery_key, event, headers, body)
    select gen_random_uuid(), workspace_id, app_id, webhook_id, source, dialect, 'copy ' || n, event, headers, body
    from deliveries, generate_series(1, 600) as n where app_id = ${app}`);
  const inbox = await decided({ id: app });
  expect(inbox.filter(({ verdict }) => verdict === "ignored")).toHaveLength(601);
});

async function setBack(path: string, commit: string): Promise<void> {
  await git(path, "update-ref", "refs/heads/main", commit);
}

async function git(path: string, ...args: string[]): Promise<void> {
  const { directory } = stage.hub.repository(path);
  await run("git", ["-c", "safe.directory=*", "-C", directory ?? "", ...args]);
}

const run = promisify(execFile);
