import { execFileSync } from "node:child_process";
import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { createApp } from "#lib/apps/create.ts";
import { openToken } from "#lib/integrations/credential.ts";
import { type ServiceName, serviceNames } from "#lib/integrations/git/index.ts";
import { findOwn } from "#lib/integrations/find-own.ts";
import { connected, registeredHost } from "#tests/integrations/consent.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;
const tokens: string[] = [];
const services = new Map<string, GitService>();
let count = 0;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = "127.0.0.1";
  const owner = { userId: stage.owner.userId, actor: stage.owner };
  for (const name of serviceNames) services.set(name, await registeredHost({ owner }, name));
  await startWorker();
});

afterEach(() => assertInvariants({ secrets: tokens }));

/** An account that consented, and an app of one of its repositories. */
async function connectAndMake(provider: ServiceName, login: string) {
  const service = services.get(provider);
  if (!service) throw new Error(`no ${provider}`);
  service.addUser(login);
  service.signIn(login);
  service.setExpiry({ isExpiring: true });
  const path = `${login}/shop`;
  await service.addRepository({ path, members: { [login]: "admin" }, source: stage.repository.path });
  const integration = await connected(stage.owner, service);
  const { app } = await createApp(stage.owner, {
    ...stage.appInput,
    name: `From ${provider}`,
    projectPath: `${stage.target.home}/from-host-${++count}`,
    repositoryUrl: `${service.url}/${path}.git`,
    access: { kind: "integration", integration },
  });
  return { service, integration, app };
}

async function tokenOf(integration: string): Promise<string> {
  const token = openToken(await findOwn(stage.owner.workspaceId, integration)).access_token;
  tokens.push(token);
  return token;
}

async function deployed(app: { id: string }) {
  const { id } = await deploy({ owner: stage.owner, app: { ...stage.app, id: app.id } });
  return ended(id);
}

const gitUsers = (service: GitService) =>
  service.requests.filter(({ path }) => path.includes("git-upload-pack")).map(({ user }) => user);

test.each(serviceNames)(
  "%s: each deployment fetches with a token that holds, renewed where it ends, and leaves it nowhere on the server",
  async (provider) => {
    const { service, integration, app } = await connectAndMake(provider, "ana");
    const first = await tokenOf(integration);
    expect(await deployed(app)).toMatchObject({
      status: "completed",
      deployment: { commit: await stage.repository.head() },
    });
    expect(gitUsers(service)).toContain("ana");

    service.pass(30_000);
    await db
      .update(integrations)
      .set({ expiresAt: new Date(Date.now() + 60_000) })
      .where(eq(integrations.id, integration));
    await stage.repository.commit({ "index.html": `${provider}\n` }, "Change");
    expect(await deployed(app)).toMatchObject({
      status: "completed",
      deployment: { commit: await stage.repository.head() },
    });
    const second = await tokenOf(integration);
    expect([service.refreshes, second === first]).toEqual([1, false]);
    for (const token of [first, second]) expect(foundOnServer(token)).toBe("");
  },
);

test("a revoked account fails the deployment with a sentence that says what to do", async () => {
  const { service, integration, app } = await connectAndMake("gitlab", "bea");
  await tokenOf(integration);
  service.revoke("bea");
  await db.update(integrations).set({ expiresAt: new Date() }).where(eq(integrations.id, integration));
  const { status, reason, deployment } = await deployed(app);
  expect([status, deployment?.isLive]).toEqual(["failed", false]);
  expect(reason).toMatch(/GitLab|reconnect/i);
  expect((await deployed(app)).reason).toMatch(/needs reconnecting/);
});

/** Files of the SSH user that hold a text: configuration, mirrors, what the agent keeps. */
function foundOnServer(text: string): string {
  try {
    return execFileSync("grep", ["-rlF", "--exclude-dir=.ssh", "--", text, stage.target.home], { encoding: "utf8" });
  } catch {
    return "";
  }
}
