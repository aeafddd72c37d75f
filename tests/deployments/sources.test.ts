import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { changeSource } from "#lib/apps/change-source.ts";
import { createApp } from "#lib/apps/create.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { type GitSsh, startGitSsh } from "#tests/peers/git-ssh.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

const password = "glpat-a-token-of-ana";
let stage: Stage;
let ssh: GitSsh;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  ssh = await startGitSsh({ root: stage.repository.root });
  afterAll(() => ssh.stop());
  await startWorker();
});

afterEach(() => assertInvariants({ secrets: [password] }));

test("over HTTPS with a token: deployed, and the token is nowhere on the server", async () => {
  const git = await startGitHttp({ root: stage.repository.root, users: { ana: password } });
  afterAll(() => git.stop());
  process.env.DEVPILOT_INSECURE_GIT_HOSTS += `,127.0.0.1:${git.port}`;
  const repositoryUrl = `${git.url}/${stage.repository.name}`;
  const app = await makeApp("token", repositoryUrl, { kind: "basic", username: "ana", password: Secret.of(password) });
  expect((await live(app)).status).toBe("completed");
  expect(git.requests.some(({ user }) => user === "ana")).toBe(true);
  expect(foundOnServer(password)).toBe("");

  const access = { kind: "basic", username: "ana", password: Secret.of("not-the-right-one") } as const;
  await changeSource(stage.owner, { app: app.id, repositoryUrl, access });
  expect(await live(app)).toMatchObject({
    status: "failed",
    reason: expect.stringMatching(/refused the user name or token/),
  });
});

test("over SSH with a deploy key that Devpilot made: refused in words until it is on the host", async () => {
  const repositoryUrl = ssh.urlOf(stage.repository.name);
  const app = await makeApp("keyed", repositoryUrl, { kind: "deploy_key", knownHosts: ssh.knownHosts() });
  expect(await live(app)).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("Permission denied (publickey)"),
  });
  ssh.authorize(app.publicKey);
  expect((await live(app)).status).toBe("completed");
  expect(readFileSync(`${app.projectPath}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
  expect(foundOnServer("OPENSSH PRIVATE KEY")).toBe("");
});

test("a git host that shows another key than the one it is known by gets nothing", async () => {
  const [host = "", type = ""] = ssh.knownHosts().split(" ");
  const wrong = `${host} ${type} ${Buffer.alloc(51, 7).toString("base64")}\n`;
  const repositoryUrl = ssh.urlOf(stage.repository.name);
  const app = await makeApp("elsewhere", repositoryUrl, { kind: "deploy_key", knownHosts: wrong });
  ssh.authorize(app.publicKey);
  expect(await live(app)).toMatchObject({ status: "failed", deployment: { isLive: false } });
});

async function makeApp(name: string, repositoryUrl: string, access: Parameters<typeof createApp>[1]["access"]) {
  const projectPath = `${stage.target.home}/${name}`;
  const made = await createApp(stage.owner, { ...stage.appInput, name, projectPath, repositoryUrl, access });
  return { id: made.app.id, projectPath, publicKey: made.integration?.facts.publicKey ?? "" };
}

async function live(app: { id: string }) {
  const { id } = await deploy({ owner: stage.owner, app: { ...stage.app, id: app.id } });
  return ended(id);
}

/** Files of the SSH user that hold a text: configuration, mirrors, what the agent keeps. */
function foundOnServer(text: string): string {
  try {
    return execFileSync("grep", ["-rlF", "--exclude-dir=.ssh", "--", text, stage.target.home], { encoding: "utf8" });
  } catch {
    return "";
  }
}
