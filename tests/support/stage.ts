import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll } from "vitest";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { deployments } from "#db/schema/deployments.ts";
import type { Member } from "#lib/access/actor.ts";
import { setUp } from "#lib/access/set-up.ts";
import { createApp } from "#lib/apps/create.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { startWorkers } from "#lib/processes/workers.ts";
import { createProject } from "#lib/projects/create.ts";
import { readLog } from "#lib/runs/read-log.ts";
import { isOver } from "#lib/runs/states.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { connectServer } from "#lib/servers/connect.ts";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { startSshd } from "#tests/support/sshd.ts";

export type Stage = Awaited<ReturnType<typeof setStage>>;

type AppInput = Parameters<typeof createApp>[1];

/** Somewhere to deploy to: any SSH server. */
interface Target {
  host: string;
  port: number;
  user: string;
  privateKey: string;
  hostKey: { type: string; key: string };
  home: string;
}

/**
 * A workspace with a server that is a real sshd, a repository on a real git server, and an app that joins them; the
 * database is fresh, and everything is gone when the test file is done. No worker runs yet: see `startWorker`.
 */
export async function setStage(options: { target?: Target; repository?: TestRepository } = {}) {
  useTestKeyring();
  const target = options.target ?? (await localTarget());
  const repository = options.repository ?? (await makeRepository({ files: { "index.html": "<h1>one</h1>\n" } }));
  const git = await startGitHttp({ root: repository.root });
  afterAll(() => git.stop());
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = `127.0.0.1:${git.port}`;

  const { userId, workspaceId, workspaceSlug, apiKey } = await setUp({
    email: "owner@example.com",
    password: "correct horse battery",
    workspace: "Acme",
  });
  const owner: Member = {
    kind: "member",
    workspaceId,
    userId,
    label: "owner",
    role: "owner",
    grants: [],
    address: null,
    sessionId: userId,
    authenticatedAt: new Date(),
  };
  const server = await connectServer(owner, {
    name: "web-1",
    host: target.host,
    port: target.port,
    username: target.user,
    access: { kind: "key", privateKey: Secret.of(target.privateKey), passphrase: undefined },
  });
  await db.update(servers).set({ hostKey: target.hostKey }).where(eq(servers.id, server.id));
  const project = await createProject(owner, { name: "Shop" });
  const projectPath = `${target.home}/shop-${randomBytes(3).toString("hex")}`;
  const appInput: AppInput = {
    project: project.id,
    name: "shop",
    serverId: server.id,
    platform: "static",
    isActive: true,
    repositoryUrl: `${git.url}/${repository.name}`,
    access: { kind: "anonymous" },
    branch: "main",
    projectPath,
    retainedReleases: 5,
    storagePaths: [],
    siteUrl: null,
    health: null,
  };
  const { app } = await createApp(owner, appInput);
  return { owner, apiKey, workspaceSlug, server, project, app, appInput, projectPath, target, repository, git };
}

export function useTestKeyring(): void {
  process.env.DEVPILOT_KEYS = `t1:${randomBytes(32).toString("base64")}`;
  useKeyring(parseKeyring(process.env.DEVPILOT_KEYS, "the test"));
}

/** A worker inside this process; `stop` drains it as SIGTERM would. */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  const worker = await startWorkers();
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (!isStopped) await worker.stop();
    isStopped = true;
  };
  afterAll(stop);
  return { stop };
}

export async function deploy({ owner, app }: Pick<Stage, "owner" | "app">, input: { commit?: string } = {}) {
  return queueDeployment(owner, { app: app.id, ...input });
}

/** Waits until a deployment has ended, and tells everything about it. */
export async function ended(id: string, timeoutSeconds = 60) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const [run] = await db.select().from(runs).where(eq(runs.id, id));
    if (run && isOver(run.status)) return describe(id);
    if (Date.now() > deadline) throw new Error(`Not ended in time: ${JSON.stringify(await describe(id), null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until one step of a deployment has the status. */
export async function stepIs(id: string, name: string, status: string, timeoutSeconds = 30): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const rows = await db
      .select()
      .from(steps)
      .where(sql`${steps.runId} = ${id} and ${steps.name} = ${name}`);
    if (rows.some((row) => row.status === status)) return;
    if (Date.now() > deadline)
      throw new Error(`${name} is not ${status}: ${JSON.stringify(await describe(id), null, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function describe(id: string) {
  const [run] = await db.select().from(runs).where(eq(runs.id, id));
  const [deployment] = await db.select().from(deployments).where(eq(deployments.id, id));
  const all = await db.select().from(steps).where(eq(steps.runId, id)).orderBy(steps.position);
  return {
    status: run?.status,
    reason: run?.reason ?? null,
    deployment,
    steps: all.map(({ name, status, reason, exitCode }) => ({ name, status, reason, exitCode })),
    log: await logOf(id),
  };
}

export async function logOf(id: string): Promise<string[]> {
  const lines: string[] = [];
  for (let chunks = await readLog(id, 0); chunks.length > 0; chunks = await readLog(id, lines.length)) {
    for (const chunk of chunks) lines.push(...chunk.lines);
  }
  return lines;
}

async function localTarget(): Promise<Target> {
  const sshd = await startSshd();
  afterAll(() => sshd.stop());
  const { host, port, user, privateKey, home } = sshd;
  return { host, port, user, privateKey, home, hostKey: sshd.hostKey };
}
