import { eq, getTableColumns, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { servers } from "#db/schema/servers.ts";
import { changeSource } from "#lib/apps/change-source.ts";
import { createApp } from "#lib/apps/create.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { updateApp } from "#lib/apps/update.ts";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { readPlan } from "#lib/deployments/plan-token.ts";
import { previewDeployment } from "#lib/deployments/preview.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { Failure } from "#lib/failure.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { updateHook } from "#lib/pipelines/update-hook.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { updateServer } from "#lib/servers/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { type Sshd, startSshd } from "#tests/support/sshd.ts";
import { setStage, type Stage } from "#tests/support/stage.ts";

let stage: Stage;
let app: string;
let sshd: Sshd;

beforeAll(async () => {
  await freshDatabase();
  sshd = await startSshd();
  const { host, port, user, privateKey, home, hostKey } = sshd;
  stage = await setStage({ target: { host, port, user, privateKey, home, hostKey } });
  app = stage.app.id;
});

afterAll(() => sshd.stop());

const planned = async (wish: { branch?: string; tag?: string; commit?: string } = {}) => {
  const { plan } = await previewDeployment(stage.owner, { app, ...wish });
  if (plan === null) throw new Error("There is no plan.");
  return plan;
};

const deployPlan = async (plan: string) => {
  const { id } = await queueDeployment(stage.owner, { app, plan });
  const [queued] = await db.select().from(deployments).where(eq(deployments.id, id));
  await cancelDeployment(stage.owner, { deployment: id });
  return queued;
};

const refusal = async (plan: string) => {
  const before = await db.$count(deployments);
  const refused = await queueDeployment(stage.owner, { app, plan }).catch((error: unknown) => error);
  expect(await db.$count(deployments)).toBe(before);
  return refused instanceof Failure ? `${refused.kind}: ${refused.message}` : "not refused";
};

const setting = (wanted: Omit<Parameters<typeof updateApp>[1], "app">) => () =>
  updateApp(stage.owner, { app, ...wanted });
const hook = { stage: "post_setup", action: "run_command", runAs: null, timeoutSeconds: 60, isEnabled: true } as const;
const addEcho = (name: string) => addHook(stage.owner, { app, ...hook, name, input: { command: `echo ${name}` } });

test("what nobody changed is deployed: exactly the commit that was shown", async () => {
  const plan = await planned();
  const queued = await deployPlan(plan);
  expect(queued).toMatchObject({ branch: "main", wantedCommit: await stage.repository.head("main") });
});

test("a plan may be used when only the name of the app, or whether pushes deploy it, was changed", async () => {
  const plan = await planned();
  await setting({ name: "renamed shop", isActive: false })();
  await setting({ isActive: true })();
  await deployPlan(plan);
});

/** What of an app may change without changing what a deployment does. */
const harmless = [
  ...[
    "id",
    "workspaceId",
    "projectId",
    "name",
    "isActive",
    "siteUrl",
    "wizardStep",
    "lastNumber",
    "createdAt",
    "removedAt",
  ],
  ...["autoDeploy", "watchedBranch", "watchedHead", "watchedEtag", "reconciledAt", "reconcileProblem"],
  "autoDeployPausedAt",
];

test("every column of an app is either held to or known to be harmless", async () => {
  const { marks } = readPlan(await planned());
  const held = Object.keys(getTableColumns(apps)).filter((column) => !(column in marks));
  expect(held.toSorted()).toEqual(harmless.toSorted());
});

const settings: [changed: string, change: () => Promise<unknown>][] = [
  ["the platform", setting({ platform: "javascript" })],
  ["the app's directory in the repository", setting({ directory: "packages/web" })],
  ["the number of kept releases", setting({ retainedReleases: 7 })],
  ["the shared paths", setting({ storagePaths: ["uploads"] })],
  ["the install command", setting({ installCommand: "npm ci" })],
  ["the build command", setting({ buildCommand: "npm run build" })],
  ["the migrate command", setting({ migrateCommand: "npm run migrate" })],
  ["the start command and the port", setting({ startCommand: "npm start" })],
  ["the processes", setting({ processes: [{ name: "queue", command: "npm run queue", count: 1 }] })],
  ["the reach of the port", setting({ isPublic: true })],
  ["the output directory", setting({ outputDirectory: "dist" })],
  ["the required programs", setting({ requirements: ["node@^22"] })],
  ["the memory limit of the build", setting({ buildMemoryMb: 512 })],
  ["the CPU limit of the build", setting({ buildCpuPercent: 50 })],
  ["the health check", setting({ health: { kind: "tcp", port: 4100, timeoutSeconds: 5, tries: 3 } })],
  ["what is done about bad health", setting({ rollbackWhenUnhealthy: true })],
];

describe("a plan is refused, by name, when in between", () => {
  test.each(settings)("%s", async (words, change) => {
    const plan = await planned();
    await change();
    expect(await refusal(plan)).toBe(
      `conflict: Since this plan was made, ${words} changed. Look at a new preview, and deploy that.`,
    );
  });

  const kept: [changed: string, change: () => Promise<unknown>][] = [
    ["the pipeline", () => addEcho("added")],
    ["the pipeline", async () => updateHook(stage.owner, { app, hook: (await addEcho("off")).id, isEnabled: false })],
    ["the environment variables", () => putVariables(stage.owner, { app, variables: [variable] })],
    [
      "the environment variables",
      () => putVariables(stage.owner, { app, variables: [{ ...variable, value: "other" }] }),
    ],
    ["the environment variables", () => removeVariable(stage.owner, { app, key: "TOKEN" })],
    [
      "the environment variables",
      () => putSharedVariables(stage.owner, { project: stage.project.id, variables: [variable] }),
    ],
    ["the required variables", setting({ requiredVariables: ["TOKEN"] })],
    [
      "the list of users that hooks may run as",
      () => updateServer(stage.owner, { server: stage.server.id, runAsUsers: ["nobody"] }),
    ],
    [
      "the account or credential of the repository",
      () =>
        changeSource(stage.owner, {
          app,
          repositoryUrl: stage.appInput.repositoryUrl,
          access: { kind: "basic", username: "ana", password: Secret.of("a-password") },
        }),
    ],
    ["the live release", () => makeLive()],
  ];
  test.each(kept)("%s became different (%#)", async (words, change) => {
    const plan = await planned();
    await change();
    expect(await refusal(plan)).toContain(`Since this plan was made, ${words} changed.`);
  });

  const places: [changed: string, change: (app: string) => Promise<unknown>][] = [
    ["the project path", (other) => updateApp(stage.owner, { app: other, projectPath: `${stage.projectPath}-moved` })],
    ["the app's branch", (other) => updateApp(stage.owner, { app: other, branch: "staging" })],
    ["the choice of the server", (other) => moveToAnotherServer(other)],
  ];
  test.each(places)("%s became different", async (words, change) => {
    const { app: other } = await createApp(stage.owner, {
      ...stage.appInput,
      projectPath: `${stage.projectPath}-${words.length}`,
    });
    const { plan } = await previewDeployment(stage.owner, { app: other.id });
    await change(other.id);
    const refused = queueDeployment(stage.owner, { app: other.id, plan: plan ?? "" });
    await expect(refused).rejects.toThrow(`Since this plan was made, ${words}`);
  });

  const ofServer = [
    ["the server's host key", { hostKey: { type: "ssh-ed25519", key: "AAAA" } }],
    ["the server's host key", { connection: "host_key_changed", changedHostKey: { type: "ssh-ed25519", key: "AAAA" } }],
    ["the server's address or user", { username: "somebody" }],
  ] as const;
  test.each(ofServer)("%s became different (%#)", async (words, changes) => {
    const [before] = await db.select().from(servers).where(eq(servers.id, stage.server.id));
    const plan = await planned();
    await db.update(servers).set(changes).where(eq(servers.id, stage.server.id));
    expect(await refusal(plan)).toContain(`Since this plan was made, ${words} changed.`);
    await db
      .update(servers)
      .set(before ?? {})
      .where(eq(servers.id, stage.server.id));
  });

  test("a new preview holds again", async () => {
    expect(await deployPlan(await planned())).toMatchObject({ branch: "main" });
  });

  test("the branch of the plan moved on", async () => {
    const plan = await planned();
    const [from, to] = [await stage.repository.head("main"), await stage.repository.commit({ "a.txt": "2" })];
    expect(await refusal(plan)).toContain(`main has moved from ${from.slice(0, 7)} to ${to.slice(0, 7)}.`);
  });

  test("the branch of the plan was deleted", async () => {
    await stage.repository.branch("staging");
    const plan = await planned({ branch: "staging" });
    await stage.repository.deleteBranch("staging");
    expect(await refusal(plan)).toContain("staging was deleted from the repository.");
  });
});

describe("a plan is no key to anything", () => {
  test.each(["", "x", "e30", Buffer.from('{"app":1}').toString("base64url")])("%j is refused as none", async (plan) => {
    const refused = queueDeployment(stage.owner, { app, plan });
    await expect(refused).rejects.toMatchObject({
      kind: "invalid",
      fields: { plan: expect.stringContaining("not a plan") },
    });
  });
});

describe("when the outside fails", () => {
  let plan: string;
  beforeAll(async () => void (plan = await planned()));

  test("a repository that git does not reach any more is a refusal, in git's own words", async () => {
    await stage.git.stop();
    expect(await refusal(plan)).toContain("git on the server has lost the repository (The git host could not be");
  });

  test("a server that does not answer holds no plan up: the commit that was shown waits for it", async () => {
    await sshd.stop();
    expect(await deployPlan(plan)).toMatchObject({ wantedCommit: await stage.repository.head("main") });
  });
});

const variable = { key: "TOKEN", value: "a value of some length", isSecret: true };

/** Another one, as a release would. */
async function makeLive(): Promise<void> {
  const { id } = await queueDeployment(stage.owner, { app });
  await cancelDeployment(stage.owner, { deployment: id });
  const live = { isLive: true, releasedAt: sql`now()` };
  await db.update(deployments).set(live).where(eq(deployments.id, id));
}

/** The same machine under another name: the row is what counts. */
async function moveToAnotherServer(other: string): Promise<void> {
  const [row] = await db.select().from(servers).where(eq(servers.id, stage.server.id));
  if (!row) throw new Error("There is no server.");
  const id = newId();
  await db.insert(servers).values({ ...row, id, name: "web-2" });
  await db.update(apps).set({ serverId: id }).where(eq(apps.id, other));
}
