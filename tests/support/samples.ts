import { eq, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { oauthClients } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import type { OperationId } from "#lib/api/operations.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { placeOfClient } from "#lib/integrations/oauth-clients.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { createProject } from "#lib/projects/create.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { seal } from "#lib/secrets/vault.ts";
import { decideDeliveries } from "#lib/webhooks/decide.ts";
import { addDetection, aDetection } from "./detection.ts";
import { type Hook, hookOf, inboxOf, sendPush } from "./webhooks.ts";
import { addIntegration, addRepositories } from "#tests/support/integration.ts";
import { addApp, addKey, addServer, aHook, canaries, type World } from "./world.ts";

/** An input of an operation. */
export type Sample = (world: World) => Promise<Record<string, unknown>> | Record<string, unknown>;

let count = 0;
let moves = 0;
const fresh = (word: string) => `${word} ${++count}`;

/**
 * For every operation an input that the owner of the world may send and that succeeds, each time anew. What takes a
 * machine is given one where nobody listens. An operation without a line here does not compile.
 */
export const samples: Record<OperationId, Sample> = {
  "workspace.find": () => ({}),
  "workspace.update": ({ workspace }) => ({ name: workspace.name }),
  // Refused as long as the world has an app; that is also how it survives its own tests.
  "workspace.remove": ({ workspace }) => ({ name: workspace.name }),
  "workspace.overview": () => ({}),

  "workspace.search": () => ({ q: "app" }),

  "activity.list": () => ({}),
  "activity.export": () => ({}),

  "keys.list": () => ({}),
  "keys.make": () => ({ name: fresh("Key"), scopes: ["read"] }),
  "keys.revoke": async ({ owner }) => ({ key: (await addKey(owner)).id }),

  "servers.list": () => ({}),
  "servers.connect": () => ({
    name: fresh("Server"),
    host: `host${count}.example.com`,
    username: "deploy",
    access: { kind: "generated" },
  }),
  "servers.find": ({ serverId }) => ({ server: serverId }),
  "servers.update": ({ serverId }) => ({ server: serverId, name: fresh("Server") }),
  "servers.test": ({ serverId }) => ({ server: serverId }),
  "servers.trust": ({ serverId }) => ({ server: serverId, fingerprint: `SHA256:${"A".repeat(43)}` }),
  "servers.rotateKey": ({ serverId }) => ({ server: serverId, access: { kind: "generated" } }),
  "servers.remove": async ({ workspace }) => ({
    server: await addServer(workspace.id, fresh("Spare"), `spare${count}.example.com`),
  }),

  "projects.list": () => ({}),
  "projects.create": () => ({ name: fresh("Project") }),
  "projects.find": ({ project }) => ({ project: project.id }),
  "projects.update": ({ project }) => ({ project: project.id, name: fresh("Project") }),
  "projects.remove": async ({ owner }) => ({
    project: (await createProject(owner.actor, { name: fresh("Empty") })).id,
  }),

  "apps.list": ({ project, serverId }) => ({ projectId: project.id, serverId }),
  "apps.create": ({ project, serverId }) => ({
    project: project.id,
    serverId,
    name: fresh("App"),
    platform: "laravel",
    repositoryUrl: "https://git.example.com/acme/shop.git",
    branch: "main",
    access: { kind: "anonymous" },
    projectPath: `/srv/fresh/${++count}`,
  }),
  "apps.find": ({ appId }) => ({ app: appId }),
  "apps.update": ({ appId, serverId }) => ({ app: appId, name: fresh("App"), serverId }),
  "apps.changeSource": ({ appId }) => ({
    app: appId,
    repositoryUrl: `https://git.example.com/acme/shop-${++count}.git`,
  }),
  "apps.branches": ({ appId }) => ({ app: appId }),
  "apps.detect": ({ appId }) => ({ app: appId }),
  "apps.trySource": ({ serverId }) => ({
    server: serverId,
    repositoryUrl: "https://git.example.com/acme/shop.git",
    access: { kind: "basic", username: "ana", password: "a-password" },
  }),
  "apps.resumeAutoDeploy": async (world) => ({ app: await pausedApp(world) }),
  "apps.remove": async (world) => ({ app: await spareApp(world) }),

  "variables.list": ({ appId }) => ({ app: appId }),
  "variables.put": ({ appId }) => ({
    app: appId,
    variables: [{ key: `KEY_${++count}`, value: "a value of some length", isSecret: true }],
  }),
  "variables.preview": ({ appId }) => ({ app: appId, text: `PREVIEWED_${++count}="a value of some length"\n` }),
  "variables.import": ({ appId }) => ({ app: appId, text: `IMPORTED_${++count}="a value of some length"\n` }),
  "variables.remove": async (world) => ({ app: await appWithVariable(world), key: "TOKEN" }),

  "variables.history": ({ appId }) => ({ app: appId }),
  "projectVariables.list": ({ project }) => ({ project: project.id }),
  "projectVariables.history": ({ project }) => ({ project: project.id }),
  "projectVariables.put": ({ project }) => ({
    project: project.id,
    variables: [{ key: `SHARED_${++count}`, value: "a value of some length", isSecret: true, scope: "run" }],
  }),
  "projectVariables.preview": ({ project }) => ({
    project: project.id,
    text: `SHARED_${++count}="a value of some length"\n`,
  }),
  "projectVariables.import": ({ project }) => ({
    project: project.id,
    text: `SHARED_${++count}="a value of some length"\n`,
  }),
  "projectVariables.remove": async ({ owner, project }) => {
    const variables = [{ key: `SHARED_${++count}`, value: "long enough", isSecret: true }];
    await putSharedVariables(owner.actor, { project: project.id, variables });
    return { project: project.id, key: variables[0]?.key };
  },

  "pipeline.actions": () => ({}),
  "pipeline.find": ({ appId }) => ({ app: appId }),
  "pipeline.showHook": ({ appId }) => ({ app: appId, action: "run_command", input: { command: "echo hello" } }),
  "pipeline.save": async ({ owner, appId, hookId }) => {
    const { version } = await findPipeline(owner.actor, { app: appId });
    return { app: appId, version, hooks: [{ ...aHook, id: hookId, name: fresh("Hook") }] };
  },
  "hooks.add": ({ appId }) => ({ app: appId, ...aHook, name: fresh("Hook") }),
  "hooks.update": ({ appId, hookId }) => ({ app: appId, hook: hookId, name: fresh("Hook") }),
  "hooks.move": ({ appId, hookId }) => ({
    app: appId,
    hook: hookId,
    stage: ++moves % 2 ? "pre_execution" : "post_release",
    priority: 0,
  }),
  "hooks.remove": async (world) => {
    const app = await spareApp(world);
    return { app, hook: (await addHook(world.owner.actor, { app, ...aHook })).id };
  },

  "instance.listOAuthClients": () => ({}),
  "instance.putOAuthClient": () => ({
    provider: "gitlab",
    origin: `https://gitlab${++count}.example.com`,
    clientId: "a-client",
    clientSecret: "the-clients-secret",
  }),
  "instance.removeOAuthClient": async () => ({ client: await oauthClient() }),

  "integrations.list": () => ({}),
  "integrations.find": async (world) => ({ integration: (await account(world)).integration }),
  "integrations.providers": () => ({}),
  "integrations.connectToken": () => ({ provider: "gitlab", origin: "https://127.0.0.1:1", token: canaries.token }),
  "integrations.connectHttps": () => ({
    name: fresh("Host"),
    repositoryUrl: "https://127.0.0.1:1/acme/shop.git",
    username: "ana",
    password: "a-password",
  }),
  "integrations.connectSsh": () => ({ name: fresh("Host"), repositoryUrl: "git@git.example.com:acme/shop.git" }),
  "integrations.test": async (world) => ({ integration: (await account(world)).integration }),
  "integrations.refresh": async (world) => ({ integration: (await account(world)).integration }),
  "integrations.replace": async ({ workspace }) => ({
    integration: await sshIntegration(workspace.id),
    generated: true,
  }),
  "integrations.update": async (world) => {
    const { integration, project } = await account(world);
    return { integration, name: fresh("Account"), projects: [project] };
  },
  "integrations.removal": async (world) => ({ integration: (await account(world)).integration }),
  "integrations.remove": async (world) => ({ integration: (await account(world)).integration, deleteWebhooks: true }),
  "integrations.usable": async (world) => ({ project: (await account(world)).project }),
  "integrations.repositories": async (world) => ({ ...(await account(world)), search: "shop" }),
  "integrations.readRepositories": account,
  "integrations.branches": async (world) => ({ ...(await account(world)), repository: "acme/shop" }),

  "deployments.list": ({ appId, serverId }) => ({ app: appId, server: serverId }),
  "deployments.listOfApp": ({ appId }) => ({ app: appId }),
  "deployments.create": ({ appId }) => ({ app: appId }),
  "deployments.preview": ({ appId }) => ({ app: appId }),
  "deployments.releases": ({ appId }) => ({ app: appId }),
  "deployments.find": async (world) => ({ deployment: await deployment(world, "pending") }),
  "deployments.log": async (world) => ({ deployment: await deployment(world, "pending") }),
  "deployments.pipelineChanges": async (world) => ({ deployment: await deployment(world, "failed") }),
  "deployments.cancel": async (world) => ({ deployment: await deployment(world, "pending") }),
  "deployments.rollBack": async (world) => ({ deployment: await deployment(world, "completed") }),
  "deployments.retry": async (world) => ({ deployment: await deployment(world, "failed") }),
  "autoDeploy.find": ({ appId }) => ({ app: appId }),
  "autoDeploy.set": async (world) => ({ app: await spareApp(world), enabled: true }),
  "webhooks.register": async (world) => ({ app: (await hookedApp(world)).app }),
  "webhooks.rotate": async (world) => ({ app: (await hookedApp(world)).app, overlapHours: 1 }),
  "deliveries.list": ({ appId }) => ({ app: appId }),
  "deliveries.find": (world) => decidedDelivery(world),
  "deliveries.replay": (world) => decidedDelivery(world),

  "deployments.pin": async (world) => ({ deployment: await deployment(world, "completed"), pinned: true }),

  "wizard.readRepository": ({ project }) => ({
    project: project.id,
    repositoryUrl: "https://git.example.com/acme/shop.git",
  }),
  "wizard.begin": ({ project, serverId }) => ({
    project: project.id,
    serverId,
    name: fresh("App"),
    repositoryUrl: "https://git.example.com/acme/shop.git",
    branch: "main",
    access: { kind: "anonymous" },
    projectPath: `/srv/begun/${++count}`,
  }),
  "wizard.find": async (world) => ({ app: await begunApp(world) }),
  "wizard.goTo": async (world) => ({ app: await begunApp(world), step: "review" }),
  "wizard.acceptDetection": async (world) => ({ app: await begunApp(world), commit: aDetection.commit }),
  "wizard.choosePlatform": async (world) => ({ app: await begunApp(world), platform: "node" }),
  "wizard.finish": async (world) => ({ app: await begunApp(world) }),
};

/** An account of the world's that sees one repository, on a host where nobody listens. */
async function account({ workspace, project }: World) {
  const integration = await addIntegration(workspace.id);
  await addRepositories(integration, [{ path: "acme/shop" }]);
  return { project: project.id, integration: integration.id };
}

async function sshIntegration(workspaceId: string): Promise<string> {
  const facts = { way: "key", publicKey: "ssh-ed25519 AAAA devpilot" };
  const origin = "ssh://git.example.com:22";
  return (await addIntegration(workspaceId, { provider: "ssh", origin, facts, subject: null, account: null })).id;
}

/** An OAuth client of the instance, with a host of its own. */
async function oauthClient(): Promise<string> {
  const id = newId();
  const clientSecret = seal(Secret.of(canaries.client), placeOfClient(id));
  const origin = `https://github${++count}.example.com:443`;
  const row = { id, provider: "github", origin, clientId: "a-client", clientSecret, updatedBy: "ana" };
  await db.insert(oauthClients).values(row);
  return id;
}

/** Another app of the world's project, which may be removed. */
export async function spareApp({ owner, project, serverId }: World): Promise<string> {
  return (await addApp(owner.actor, project.id, serverId, `/srv/spare/${++count}`)).id;
}

async function appWithVariable(world: World): Promise<string> {
  const app = await spareApp(world);
  await putVariables(world.owner.actor, { app, variables: [{ key: "TOKEN", value: "long enough", isSecret: true }] });
  return app;
}

/** A deployment of a spare app that went no further, or ended as it says; a completed one was live and is not now. */
export async function deployment(world: World, status: "pending" | "completed" | "failed"): Promise<string> {
  const { id } = await queueDeployment(world.owner.actor, { app: await spareApp(world) });
  if (status === "pending") return id;
  await db
    .update(runs)
    .set({ status, startedAt: sql`now()`, endedAt: sql`now()` })
    .where(eq(runs.id, id));
  if (status === "completed") {
    const released = { releasedAt: sql`now()`, commit: "4f2c1ab0".repeat(5) };
    await db.update(deployments).set(released).where(eq(deployments.id, id));
  }
  return id;
}

/** Another app whose pushes deploy it. */
async function hookedApp(world: World): Promise<Hook> {
  return hookOf(world.owner.actor, await spareApp(world));
}

/** A delivery that meant nothing for its app. */
async function decidedDelivery(world: World): Promise<{ app: string; delivery: string }> {
  const hook = await hookedApp(world);
  await sendPush(hook, { ref: "refs/heads/draft" });
  await decideDeliveries();
  const [delivery] = await inboxOf(hook.app);
  return { app: hook.app, delivery: delivery?.id ?? "" };
}

/** An app in its wizard, with something detected. */
async function begunApp(world: World): Promise<string> {
  const app = await spareApp(world);
  await db.update(apps).set({ wizardStep: "detected" }).where(eq(apps.id, app));
  await addDetection(world.workspace.id, app);
  return app;
}

/** An app that was rolled back. */
async function pausedApp(world: World): Promise<string> {
  const app = await spareApp(world);
  await db
    .update(apps)
    .set({ autoDeployPausedAt: sql`now()` })
    .where(eq(apps.id, app));
  return app;
}
