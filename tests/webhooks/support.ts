import { desc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { parse } from "#lib/access/entry.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import type { ServiceName } from "#lib/integrations/git/index.ts";
import { decideDeliveries } from "#lib/webhooks/decide.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { startBitbucket } from "#tests/peers/bitbucket.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { startGitLab } from "#tests/peers/gitlab.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { later } from "#tests/support/later.ts";
import { samples } from "#tests/support/samples.ts";
import { openWebhookDoor } from "#tests/support/webhook-door.ts";
import { inboxOf } from "#tests/support/webhooks.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

const starts = { github: startGitHub, gitlab: startGitLab, bitbucket: startBitbucket };
let count = 0;

export interface PushStage {
  world: World;
  hub: GitService;
}

/** For a whole file: one stage whose host is well again after each test, and on which every promise holds at the end. */
export function pushStage(provider?: ServiceName): PushStage {
  let stage: PushStage | undefined;
  const set = (): PushStage => {
    if (!stage) throw new Error("The stage is set before the first test.");
    return stage;
  };
  beforeAll(async () => {
    stage = await setPushStage(provider);
  });
  afterEach(() => set().hub.setFault(null));
  afterAll(() => assertInvariants({ isQuiet: false }));
  return {
    get world() {
      return set().world;
    },
    get hub() {
      return set().hub;
    },
  };
}

/** A git host that delivers its pushes to the door, and a workspace. Its server is a place where nobody listens. */
async function setPushStage(provider: ServiceName = "github"): Promise<PushStage> {
  await freshDatabase();
  Object.assign(process.env, { DEVPILOT_PRIVATE_HOSTS: "127.0.0.1", DEVPILOT_INSECURE_GIT_HOSTS: "127.0.0.1" });
  const world = await makeWorld();
  const hub = await starts[provider]();
  later(() => hub.stop());
  hub.addUser("ana");
  await openWebhookDoor();
  return { world, hub };
}

export type PushedApp = Awaited<ReturnType<typeof pushedApp>>;

/** An app of a repository of its own, whose pushes deploy it. */
export async function pushedApp({ world, hub }: PushStage) {
  const path = `acme/shop-${++count}`;
  await hub.addRepository({ path, members: { ana: "admin" } });
  const token = hub.tokenFor("ana");
  const integration = await addIntegration(world.workspace.id, { provider: hub.provider, origin: hub.url, token });
  const access = { kind: "integration", integration: integration.id };
  const input = { ...(await samples["apps.create"](world)), repositoryUrl: `${hub.url}/${path}.git`, access };
  const { app } = await createApp(world.owner.actor, parse(createAppInput, input));
  const { webhook } = await setAutoDeploy(world.owner.actor, { app: app.id, enabled: true });
  if (webhook?.registration !== "registered") throw new Error(`Not registered: ${webhook?.registrationReason}`);
  // The host tries a new webhook by itself; that is told of elsewhere.
  await hub.settled();
  await db.delete(deliveries).where(eq(deliveries.appId, app.id));
  const push = (text = String(++count), branch = "main") => hub.push(path, branch, { "index.html": text });
  return { id: app.id, path, integration, push, actor: world.owner.actor };
}

/** Decides, and tells the inbox of an app by verdict and reason. */
export async function decided(app: { id: string }) {
  await decideDeliveries();
  return inboxOf(app.id);
}

/** The deployments of an app, newest first. */
export async function deploymentsOf(app: { id: string }) {
  const rows = await db
    .select({ deployment: deployments, run: runs })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(eq(deployments.appId, app.id))
    .orderBy(desc(deployments.number));
  return rows.map(({ deployment, run }) => ({ ...deployment, status: run.status, reason: run.reason }));
}

export async function rowOf(app: { id: string }) {
  const [row] = await db.select().from(apps).where(eq(apps.id, app.id));
  if (!row) throw new Error("There is no such app.");
  return row;
}

export async function change(app: { id: string }, values: Partial<typeof apps.$inferInsert>): Promise<void> {
  await db.update(apps).set(values).where(eq(apps.id, app.id));
}
