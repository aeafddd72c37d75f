import { execFile } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "#lib/access/entry.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { connect } from "#lib/ssh/connection.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { bootHost } from "#tests/support/hosts.ts";
import { later } from "#tests/support/later.ts";
import type { Files } from "#tests/support/repository.ts";
import { ended, setStage, startWorker } from "#tests/support/stage.ts";

const run = promisify(execFile);

export type RealServer = Awaited<ReturnType<typeof bootRealServer>>;
export type RealApp = Awaited<ReturnType<RealServer["make"]>>;

type Wanted = { platform: string } & Record<string, unknown>;

/** A Debian server with Node, Python, PHP and nginx, and a Devpilot that deploys apps there, each from a branch of its own. */
export async function bootRealServer(label: string) {
  await freshDatabase();
  const host = await bootHost(label, "deploy", "host-runtimes");
  const connection = await connect(host.endpoint, host.login, { hostKey: null });
  const target = { ...host, hostKey: connection.hostKey };
  connection.end();
  const stage = await setStage({ target, gitHost: host.gateway });
  const asRoot = rootShell(host.host, host.privateKey);
  const { uid, gid } = statSync(`${host.root}${host.home}`);
  mkdirSync(`${host.root}/srv/apps`);
  chownSync(`${host.root}/srv/apps`, uid, gid);
  await startWorker();

  const { owner, repository, git, project, server } = stage;
  const commit = (branch: string, files: Files) => repository.commit(files, "Change", { branch });
  const push = async (app: { id: string; branch: string }, files: Files) => {
    await commit(app.branch, files);
    const actor = { kind: "push", workspaceId: owner.workspaceId, appId: app.id, label: "push by ana" } as const;
    return (await queueDeployment(actor, { app: app.id })).id;
  };

  return {
    ...host,
    owner,
    asRoot,
    /** Makes an app of these files, with what its platform proposes where nothing else is wanted. */
    async make(name: string, files: Files, wanted: Wanted) {
      await commit(name, files);
      const place = { project: project.id, serverId: server.id, projectPath: `/srv/apps/${name}` };
      const source = { repositoryUrl: `${git.url}/${repository.name}`, access: { kind: "anonymous" }, branch: name };
      const { app } = await createApp(owner, parse(createAppInput, { name, ...place, ...source, ...wanted }));
      const url = `http://${host.host}:${app.port ?? 80}/`;
      return { id: app.id, branch: name, projectPath: app.projectPath, port: app.port, url };
    },
    push,
    /** Pushes a change and waits until it is live. */
    async deploy(app: { id: string; branch: string }, files: Files = {}) {
      const result = await ended(await push(app, files), 120);
      if (result.status !== "completed") throw new Error(`${result.reason}\n${result.log.join("\n")}`);
      return result;
    },
    /** nginx with these servers and no others. */
    async nginx(servers: string): Promise<void> {
      rmSync(`${host.root}/etc/nginx/sites-enabled/default`, { force: true });
      writeFileSync(`${host.root}/etc/nginx/conf.d/apps.conf`, servers);
      await asRoot("nginx -t && systemctl reload-or-restart nginx");
    },
  };
}

/** Runs commands on a host as root, and answers what they said. */
function rootShell(address: string, privateKey: string): (script: string) => Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "root-shell-"));
  later(() => rmSync(directory, { recursive: true, force: true }));
  const key = join(directory, "key");
  writeFileSync(key, privateKey, { mode: 0o600 });
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes"];
  const args = ["-i", key, ...options.flatMap((option) => ["-o", option]), `root@${address}`];
  return async (script) => {
    try {
      return (await run("ssh", [...args, script])).stdout.trim();
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`${script}\n${stdout}${stderr}`, { cause: error });
    }
  };
}
