import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { changeSource } from "#lib/apps/change-source.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { putVariables, putVariablesInput } from "#lib/apps/put-variables.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { updateApp, updateAppInput } from "#lib/apps/update.ts";
import { parse } from "#lib/access/entry.ts";
import { queueDeployment, queueDeploymentInput } from "#lib/deployments/queue.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { Failure } from "#lib/failure.ts";
import { addHook, addHookInput } from "#lib/pipelines/add-hook.ts";
import { removeHook } from "#lib/pipelines/remove-hook.ts";
import { updateServerInput } from "#lib/servers/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";

let stage: Stage;
const canary = `/tmp/canary-${randomBytes(4).toString("hex")}`;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  await startWorker();
});

const payloads = [
  `$(touch ${canary})`,
  `\`touch ${canary}\``,
  `; touch ${canary} #`,
  `' ; touch ${canary} ; '`,
  `" ; touch ${canary} ; "`,
  `\${IFS}&&touch\${IFS}${canary}|`,
  `-x --upload-pack=touch ${canary}`,
  `%s %n \\x60 \\$( {a,b} * ? [!z] ~root !! <(touch ${canary})`,
  "\u202Egnp.exe\u202C r\u00E9sum\u00E9 \u{1F600} ünï",
];

/** A git branch of this payload, where git allows one. */
const asBranch = (payload: string) => `b/${payload.replace(/[ ~^:?*[\]\\]/g, "").replaceAll("touch/", "touch${IFS}/")}`;
/** Somewhere below a directory, with each sign of the payload in it. */
const asPath = (payload: string) => `it's a shop/${payload.replace(/\/+/g, "/").replace(/\/$/, "")}`;

test.each(payloads)("as every name at once it is a name and nothing else: %s", { timeout: 90_000 }, async (payload) => {
  const { owner, repository } = stage;
  const [branch, path] = [asBranch(payload), asPath(payload)];
  const projectPath = `${stage.target.home}/${path}`;
  await repository.branch(branch);
  const app = await make({ name: `shop ${payload}`, branch, projectPath, storagePaths: [asPath(payload)] });
  await hookOf(app, payload);
  const values = { PAYLOAD: payload, LONG: `${payload} `.repeat(500), EMPTY: "", SPACES: "  a  b\t" };
  await put(app, values);

  const first = await deployed(app, branch);
  expect(first).toMatchObject({ status: "completed", deployment: { isLive: true, branch } });
  expect(readFileSync(`${projectPath}/told`, "utf8")).toBe([payload, projectPath, branch, ""].join("\0"));
  expect(parseEnv(readFileSync(`${projectPath}/.env`, "utf8"))).toMatchObject(values);
  expect(readlinkSync(`${projectPath}/current/${asPath(payload)}`)).toBe(`${projectPath}/storage/${asPath(payload)}`);

  const renamed = parse(updateAppInput, { app, name: `new ${payload}`, installCommand: `: ${quoted(payload)}` });
  expect((await updateApp(owner, renamed)).app.name).toBe(`new ${payload}`.trim());
  const second = await deployed(app, branch);
  expect(second.status).toBe("completed");
  const back = await ended((await rollBackDeployment(owner, { deployment: first.deployment?.id ?? "" })).id);
  expect(back).toMatchObject({ status: "completed", deployment: { isLive: true } });
  expect(readlinkSync(`${projectPath}/current`)).toBe("deployments/1");
  await removeApp(owner, { app });
  expect(existsSync(canary)).toBe(false);
  await assertInvariants();
});

test("a value with every kind of sign, and one of 64 kB, reaches a hook and .env byte for byte", async () => {
  const app = await make({ projectPath: `${stage.target.home}/values` });
  const values = {
    QUOTES: `it's "quoted"`,
    LINES: `one\ntwo\n\n $(touch ${canary})`,
    TICKS: `\`touch ${canary}\``,
    BACK: "a\\b\\\\n$HOME",
    UNICODE: "\u{1F600}\u202E\u00E9e\u0301",
    FULL: "é".repeat(32_768),
  };
  await put(app, values);
  const command = `for name in ${Object.keys(values).join(" ")}; do printf '%s\\0' "\${!name}"; done >../../values`;
  await run(app, "Write", command);
  expect((await deployed(app)).status).toBe("completed");
  expect(readFileSync(`${stage.target.home}/values/values`, "utf8")).toBe(`${Object.values(values).join("\0")}\0`);
  expect(existsSync(canary)).toBe(false);
});

test.each([...payloads, "ROOT", "-u", "a:b", "$USER", "0", "", "ro\not", "a".repeat(33)])(
  "nobody runs as somebody who is no user: %j",
  async (user) => {
    const hook = { stage: "post_setup", name: "As", action: "run_command", input: { command: "true" }, runAs: user };
    await refused(() => parse(addHookInput, { app: stage.app.id, ...hook }));
    await refused(() => parse(updateServerInput, { server: stage.server.id, runAsUsers: [user] }));
  },
);

test.each([
  "HEAD",
  "-x",
  "--upload-pack=touch",
  "a b",
  "a..b",
  "a\nb",
  "a\0b",
  "../x",
  "refs/heads/a.lock",
  "@{-1}",
  "a~1",
  ":main",
  "+main:main",
  "\ud800",
  "",
])("what git would not take for the name of a branch or tag is refused at the door: %j", async (branch) => {
  await refused(() => parse(queueDeploymentInput, { app: stage.app.id, branch }));
  await refused(() => parse(queueDeploymentInput, { app: stage.app.id, tag: branch }));
  await refused(() => parse(createAppInput, { ...stage.appInput, branch }));
});

test.each(["HEAD", "main", "-x", "A".repeat(40), "4f2c1a", `${"a".repeat(40)}\n`, `${"a".repeat(40)}^`, "$(touch x)"])(
  "a commit is its id, whole or the beginning of it, and nothing else: %j",
  async (commit) => {
    await refused(() => parse(queueDeploymentInput, { app: stage.app.id, commit }));
  },
);

test.each([
  `ext::sh -c touch% ${canary}`,
  `--upload-pack=touch ${canary}`,
  `-oProxyCommand=touch${canary}`,
  `ssh://-oProxyCommand=touch/x.git`,
  `git@-oProxyCommand=touch:x.git`,
  `ssh://git@host/--upload-pack=x`.replace("/--", ":22/-"),
  `file:///etc`,
  "/etc/passwd",
  "../x.git",
  `https://user:password@host/x.git`,
  `https://host/x.git\nurl=y`,
  `https://host/x%0ay.git`,
  `http://evil.example/x.git`,
  `https://$(touch${canary})/x.git`,
])("an address that is none is refused at the door: %j", async (repositoryUrl) => {
  const change = { app: stage.app.id, repositoryUrl, access: { kind: "anonymous" } as const };
  await refused(() => changeSource(stage.owner, change));
  expect(existsSync(canary)).toBe(false);
});

test.each(["$(touch${IFS}canary)", ";touch${IFS}canary", "`touch${IFS}canary`", "'touch'", "&touch|canary"])(
  "an address with %j in it is asked for as it is, and found missing in words",
  async (part) => {
    const app = await make({ projectPath: `${stage.target.home}/addresses` });
    const repositoryUrl = `${stage.git.url}/${part}/shop.git`;
    await changeSource(stage.owner, { app, repositoryUrl, access: { kind: "anonymous" } });
    const result = await deployed(app);
    expect(result).toMatchObject({ status: "failed", reason: expect.stringContaining("There is no such repository") });
    expect(readdirSync(stage.target.home)).not.toContain("canary");
    await removeApp(stage.owner, { app });
  },
);

test("a branch that is called like a commit is not taken for it, and a commit not for a branch", async () => {
  const commit = await stage.repository.head("main");
  const other = await stage.repository.commit({ "index.html": "other\n" }, "Other", { branch: "elsewhere" });
  await stage.repository.branch(commit, other);
  const app = await make({ projectPath: `${stage.target.home}/like-a-commit` });
  const { deployment: byCommit } = await deployed(app, "main", commit);
  expect(byCommit).toMatchObject({ commit, isLive: true });
  const { deployment: byBranch } = await deployed(app, commit);
  expect(byBranch).toMatchObject({ commit: other, branch: commit, isLive: true });
  await stage.repository.deleteBranch(commit);
});

test("links of a hostile repository lead nothing of Devpilot's out of the project", { timeout: 60_000 }, async () => {
  const outside = `${stage.target.home}/outside`;
  mkdirSync(outside);
  writeFileSync(`${outside}/mine`, "mine");
  const hostile = await makeRepository({
    name: "hostile",
    files: {
      "index.html": "hello\n",
      ".env": { symlink: `${outside}/mine` },
      storage: { symlink: outside },
      conf: { symlink: outside },
      "deep/up": { symlink: "../../../../outside" },
      ".gitmodules": `[submodule "sub"]\n path = sub\n url = ext::sh -c touch% ${canary}\n`,
      sub: { submodule: "a".repeat(40) },
    },
  });
  const git = await startGitHttp({ root: hostile.root });
  process.env.DEVPILOT_INSECURE_GIT_HOSTS += `,${new URL(git.url).host}`;
  const projectPath = `${stage.target.home}/hostile`;
  const app = await make({ projectPath, storagePaths: ["storage"], repositoryUrl: `${git.url}/hostile.git` });
  await put(app, { TOKEN: "written by Devpilot" });
  expect((await deployed(app)).status).toBe("completed");
  expect(readlinkSync(`${projectPath}/current/.env`)).toBe(`${projectPath}/.env`);
  expect(readlinkSync(`${projectPath}/current/storage`)).toBe(`${projectPath}/storage`);

  for (const target of ["conf/mine", "deep/up/mine", "conf/deep/mine"]) {
    const input = { target, content: "overwritten" };
    const hook = { stage: "post_setup", name: target, action: "sync_file", input, runAs: null } as const;
    const { id } = await addHook(stage.owner, { app, ...hook, timeoutSeconds: 60, isEnabled: true });
    const { log, status } = await deployed(app);
    expect([target, status, log.at(-1)]).toEqual([
      target,
      "failed",
      expect.stringContaining("leads out of the project"),
    ]);
    await removeHook(stage.owner, { app, hook: id });
  }
  expect(readdirSync(outside)).toEqual(["mine"]);
  expect(readFileSync(`${outside}/mine`, "utf8")).toBe("mine");
  expect(existsSync(canary)).toBe(false);
  await Promise.all([git.stop(), hostile.remove()]);
});

type Wanted = Partial<Stage["appInput"]>;

async function make(wanted: Wanted): Promise<string> {
  const { app } = await createApp(stage.owner, parse(createAppInput, { ...stage.appInput, ...wanted }));
  expect(app).toMatchObject({ ...wanted, ...(wanted.name && { name: wanted.name.trim() }) });
  return app.id;
}

async function put(app: string, values: Record<string, string>): Promise<void> {
  const variables = Object.entries(values).map(([key, value]) => ({ key, value, isSecret: true }));
  await putVariables(stage.owner, parse(putVariablesInput, { app, variables }));
}

async function run(app: string, name: string, command: string): Promise<void> {
  const hook = { stage: "post_setup", name, action: "run_command", input: { command } };
  const { name: kept } = await addHook(stage.owner, parse(addHookInput, { app, ...hook }));
  expect(kept).toBe(name.trim());
}

/** Writes down what it was told, in the project. */
async function hookOf(app: string, name: string): Promise<void> {
  const told = '"$PAYLOAD" "$DEVPILOT_PROJECT" "$DEVPILOT_BRANCH"';
  await run(app, name, `printf '%s\\0' ${told} >"$DEVPILOT_PROJECT/told"`);
}

async function deployed(app: string, branch?: string, commit?: string) {
  const input = parse(queueDeploymentInput, { app, branch, commit });
  return ended((await queueDeployment(stage.owner, input)).id);
}

/** With a sentence beside a field, as 422 says it. */
async function refused(work: () => unknown): Promise<void> {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({ kind: "invalid", fields: expect.anything() });
}

/** A user's own text may quote as it likes: bash's own way. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
