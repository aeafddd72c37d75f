import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Member } from "#lib/access/actor.ts";
import { setUp } from "#lib/access/set-up.ts";
import { createApp } from "#lib/apps/create.ts";
import { createProject } from "#lib/projects/create.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { connectServer } from "#lib/servers/connect.ts";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { startSshd } from "#tests/support/sshd.ts";

/** Takes what ends a thing that was started. */
type Later = (end: () => Promise<unknown>) => unknown;

type AppInput = Parameters<typeof createApp>[1];

/** Somewhere to deploy to: any SSH server. */
export interface Target {
  host: string;
  port: number;
  user: string;
  privateKey: string;
  hostKey: { type: string; key: string };
  home: string;
}

export interface StageOptions {
  target?: Target;
  repository?: TestRepository;
  /** Where the git server listens, for a target that can't reach loopback. */
  gitHost?: string;
}

/**
 * A workspace with a server that is a real sshd, a repository on a real git server, and an app that joins them, in the
 * database that is set. No worker runs yet.
 */
export async function makeStage(later: Later, options: StageOptions = {}) {
  useTestKeyring();
  const target = options.target ?? (await localTarget(later));
  const repository = options.repository ?? (await makeRepository({ files: { "index.html": "<h1>one</h1>\n" } }));
  const git = await startGitHttp({ root: repository.root, host: options.gitHost });
  later(() => git.stop());
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = new URL(git.url).host;

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

async function localTarget(later: Later): Promise<Target> {
  const sshd = await startSshd();
  later(() => sshd.stop());
  const { host, port, user, privateKey, home } = sshd;
  return { host, port, user, privateKey, home, hostKey: sshd.hostKey };
}
