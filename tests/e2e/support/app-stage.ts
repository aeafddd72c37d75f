import { afterAll } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { openSession } from "#lib/access/session-store.ts";
import { setUp } from "#lib/access/set-up.ts";
import { createApp } from "#lib/apps/create.ts";
import { createProject } from "#lib/projects/create.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { connectServer } from "#lib/servers/connect.ts";
import { testServer } from "#lib/servers/test.ts";
import { trustHostKey } from "#lib/servers/trust.ts";
import { startWeb } from "#tests/e2e/support/web.ts";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { spawnEntry } from "#tests/support/spawn-process.ts";
import { startSshd } from "#tests/support/sshd.ts";

export type AppStage = Awaited<ReturnType<typeof setAppStage>>;

/**
 * The console with a worker, a real sshd, a real git server, and one app that joins them; gone with the test file.
 * `hosts` are git hosts besides, as `name:port`.
 */
export async function setAppStage(hosts: readonly string[] = []) {
  const repository = await makeRepository({ files: { "index.html": "<h1>one</h1>\n" }, branches: ["staging"] });
  const git = await startGitHttp({ root: repository.root });
  const sshd = await startSshd();
  afterAll(() => Promise.all([git.stop(), sshd.stop()]));
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = [`127.0.0.1:${git.port}`, ...hosts].join(",");
  process.env.DEVPILOT_PRIVATE_HOSTS = hosts.join(",");
  const web = await startWeb();
  const worker = await spawnEntry("worker", web.env);
  afterAll(() => worker.stop());

  const { owner, slug } = await makeOwner();
  const connected = await connectServer(owner, {
    name: "web-1",
    host: sshd.host,
    port: sshd.port,
    username: sshd.user,
    access: { kind: "key", privateKey: Secret.of(sshd.privateKey), passphrase: undefined },
  });
  await testServer(owner, { server: connected.id });
  await trustHostKey(owner, { server: connected.id, fingerprint: sshd.hostKeyFingerprint });
  await testServer(owner, { server: connected.id });

  const project = await createProject(owner, { name: "Shop" });
  const repositoryUrl = `${git.url}/${repository.name}`;
  let made = 0;
  const makeApp = async (name: string) => {
    const { app } = await createApp(owner, {
      project: project.id,
      name,
      serverId: connected.id,
      platform: "static",
      isActive: true,
      repositoryUrl,
      access: { kind: "anonymous" },
      branch: "main",
      projectPath: `${sshd.home}/${made++}`,
      retainedReleases: 5,
      siteUrl: null,
      health: null,
    });
    return app;
  };
  const app = await makeApp("shop");
  const apps = `${web.url}/w/${slug}/apps`;
  return {
    web,
    owner,
    slug,
    sshd,
    project: project.id,
    repositoryUrl,
    apps,
    makeApp,
    app: app.id,
    server: connected.id,
    token: await openSession(owner.userId, { userAgent: "a test", address: null }),
    /** The address of one of the app's pages. */
    page: (name: string) => (name ? `${apps}/${app.id}/${name}` : `${apps}/${app.id}`),
  };
}

async function makeOwner(): Promise<{ owner: Member; slug: string }> {
  const account = { email: "ana@example.com", password: "seven quiet rivers", workspace: "Acme" };
  const { userId, workspaceId, workspaceSlug } = await setUp(account);
  const who = { kind: "member", workspaceId, userId, label: "ana", role: "owner", grants: [], address: null } as const;
  return { owner: { ...who, sessionId: userId, authenticatedAt: new Date() }, slug: workspaceSlug };
}
