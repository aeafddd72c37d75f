import { and, asc, eq, gt, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { users } from "#db/schema/users.ts";
import { enter } from "#lib/access/entry.ts";
import type { Operation } from "#lib/api/operation.ts";
import { type OperationId, operations } from "#lib/api/operations.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { samples } from "#tests/support/samples.ts";
import { snapshot } from "#tests/support/snapshot.ts";
import { addPerson, makeWorld, type Person, type World } from "#tests/support/world.ts";

let world: World;
let actor: Person;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  // Not the one who makes the samples, so that only what is tried here is counted.
  actor = await addPerson(world.workspace.id, "owner");
  await db.update(users).set({ ownsInstance: true }).where(eq(users.id, actor.userId));
});

/** What each change is called in the activity. Others need a machine, and are shown to record where they have one. */
const recorded: Partial<Record<OperationId, string | string[]>> = {
  "workspace.update": "workspace.updated",
  "keys.make": "key.made",
  "keys.revoke": "key.revoked",
  "servers.connect": "server.created",
  "servers.update": "server.updated",
  "servers.remove": "server.removed",
  "instance.putOAuthClient": "oauth_client.put",
  "instance.removeOAuthClient": "oauth_client.removed",
  "integrations.connectSsh": "integration.created",
  "integrations.replace": "integration.replaced",
  "integrations.update": "integration.updated",
  "integrations.remove": "integration.removed",
  "projects.create": "project.created",
  "projects.update": "project.updated",
  "projects.remove": "project.removed",
  "apps.create": "app.created",
  "apps.update": "app.updated",
  "apps.changeSource": "app.source_changed",
  "apps.resumeAutoDeploy": "app.auto_deploy_resumed",
  "apps.remove": "app.removed",
  "variables.put": "variables.put",
  "variables.import": "variables.put",
  "variables.remove": "variable.removed",
  "projectVariables.put": "variables.put",
  "projectVariables.import": "variables.put",
  "projectVariables.remove": "variable.removed",
  "pipeline.save": "pipeline.changed",
  "hooks.add": "pipeline.changed",
  "hooks.update": "pipeline.changed",
  "hooks.move": "pipeline.changed",
  "hooks.remove": "pipeline.changed",
  "deployments.create": "deployment.queued",
  "deployments.cancel": "deployment.cancel_requested",
  "deployments.rollBack": ["app.auto_deploy_paused", "deployment.queued"],
  "deployments.retry": "deployment.queued",
  "deployments.pin": "deployment.pinned",
  "autoDeploy.set": "app.auto_deploy_on",
  "webhooks.rotate": "webhook.rotated",
  "deliveries.replay": "delivery.replayed",
  "wizard.begin": "app.created",
  "wizard.goTo": "app.wizard_moved",
  "wizard.acceptDetection": ["app.updated", "pipeline.changed", "app.wizard_moved"],
  "wizard.choosePlatform": ["app.updated", "app.wizard_moved"],
  "wizard.finish": "app.wizard_finished",
};

/** These answer without a change in this world: refused while it has apps, told by a machine that is not there, or a preview, or a list that is only a cache. */
const elsewhere: OperationId[] = [
  "workspace.remove",
  "servers.test",
  "servers.trust",
  "servers.rotateKey",
  "apps.trySource",
  "apps.detect",
  "webhooks.register",
  "variables.preview",
  "projectVariables.preview",
  "deployments.preview",
  "pipeline.showHook",
  "wizard.readRepository",
  "integrations.readRepositories",
  "integrations.connectToken",
  "integrations.connectHttps",
  "integrations.test",
  "integrations.refresh",
];

const changing = Object.entries(operations).filter(([, { method }]) => method !== "GET") as [OperationId, Operation][];

async function lastActivity(): Promise<string> {
  const [last] = await db.select({ id: sql<string>`max(${activity.id}::text)` }).from(activity);
  return last?.id ?? "";
}

async function actionsSince(id: string): Promise<string[]> {
  const mine = and(eq(activity.actorId, actor.userId), gt(activity.id, id));
  const rows = await db.select().from(activity).where(mine).orderBy(asc(activity.id));
  return rows.map(({ action }) => action);
}

test("every operation that changes something is told of here", () => {
  const told = [...Object.keys(recorded), ...elsewhere].toSorted();
  expect(told).toEqual(changing.map(([id]) => id).toSorted());
});

test.each(Object.entries(recorded) as [OperationId, string | string[]][])(
  "%s leaves exactly: %s",
  async (id, actions) => {
    const input = await samples[id](world);
    const before = await lastActivity();
    await enter(id, operations[id] as Operation, actor.actor, input);
    expect(await actionsSince(before)).toEqual([actions].flat());
  },
);

test.each(Object.keys(recorded) as OperationId[])(
  "%s changes nothing when its activity can't be written",
  async (id) => {
    const input = await samples[id](world);
    const before = await snapshot();
    await db.execute(sql`alter table activity add constraint no_more check (false) not valid`);
    try {
      await expect(enter(id, operations[id] as Operation, actor.actor, input)).rejects.toThrow();
    } finally {
      await db.execute(sql`alter table activity drop constraint no_more`);
    }
    expect(await snapshot()).toEqual(before);
  },
);

test("no activity tells the value of a variable or a credential", async () => {
  const { rows } = await db.execute<{ text: string }>(sql`select string_agg(a::text, ' ') as text from activity a`);
  expect(rows[0]?.text).toContain("TOKEN");
  expect(rows[0]?.text).not.toMatch(/canary|a value of some length|long enough/);
});
