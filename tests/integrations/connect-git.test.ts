import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { db } from "#db/index.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { integrations } from "#db/schema/integrations.ts";
import { parse } from "#lib/access/entry.ts";
import { connectHttps, connectHttpsInput } from "#lib/integrations/connect-https.ts";
import { connectSsh } from "#lib/integrations/connect-ssh.ts";
import { findOwn } from "#lib/integrations/find-own.ts";
import { replaceCredential, replaceCredentialInput } from "#lib/integrations/replace.ts";
import { testIntegration } from "#lib/integrations/test.ts";
import { freshAccess } from "#lib/integrations/use.ts";
import { type GitHttp, startGitHttp } from "#tests/peers/git-http.ts";
import { type GitSsh, startGitSsh } from "#tests/peers/git-ssh.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeGitClient } from "#tests/support/git-client.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { addPerson, makeWorld, type World } from "#tests/support/world.ts";

const password = "canary-https-password";

let world: World;
let web: GitHttp;
let open: GitHttp;
let host: GitSsh;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  const repository = await makeRepository({ files: { "index.html": "hello" } });
  web = await startGitHttp({ root: repository.root, users: { ana: password, ben: "another-password" } });
  open = await startGitHttp({ root: repository.root });
  host = await startGitSsh({ root: repository.root });
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = `127.0.0.1:${web.port},127.0.0.1:${open.port}`;
  afterAll(() => Promise.all([web.stop(), open.stop(), host.stop(), repository.remove()]));
});

afterEach(async () => {
  web.setFault(null);
  vi.unstubAllEnvs();
  await db.delete(rateLimits);
});

const actor = () => world.owner.actor;
const read = (id: string) => findOwn(world.workspace.id, id);
const httpsWith = (input: object) => {
  const given = { name: "Own host", repositoryUrl: `${web.url}/shop.git`, username: "ana", password, ...input };
  return connectHttps(actor(), parse(connectHttpsInput, given));
};
const sshTo = (name = "shop.git") => connectSsh(actor(), { name: "Key", repositoryUrl: host.urlOf(name) });
const tested = (integration: string, repositoryUrl?: string) =>
  testIntegration(actor(), { integration, ...(repositoryUrl && { repositoryUrl }) });
const replace = (integration: string, input: object) =>
  replaceCredential(actor(), parse(replaceCredentialInput, { integration, ...input }));

test("a user name and password that git read the repository with are connected, and lie sealed", async () => {
  const integration = await httpsWith({});
  expect(integration).toMatchObject({ state: "connected", way: "basic", username: "ana", hostKeys: [], account: null });
  expect(integration.checkedAt).not.toBeNull();
  expect(web.requests.at(-1)).toMatchObject({ user: "ana", status: 200 });
  const {
    rows: [rows],
  } = await db.execute<{ all: string }>(sql`select string_agg(i::text, ' ') as all from integrations i`);
  expect(rows?.all).not.toContain(password);
  expect((await tested(integration.id)).state).toBe("connected");
});

test.each([
  ["password", { password: "wrong-password" }, /refused the user name and password/],
  ["repository", { repositoryUrl: "absent.git" }, /no such repository/],
])("a wrong %s connects nothing", async (_, wrong, words) => {
  const before = await db.$count(integrations);
  const repositoryUrl = `${web.url}/${"repositoryUrl" in wrong ? wrong.repositoryUrl : "shop.git"}`;
  await expect(httpsWith({ ...wrong, repositoryUrl })).rejects.toThrow(words);
  expect(await db.$count(integrations)).toBe(before);
});

test("the password is sent also where anybody may read, so that it is tried indeed", async () => {
  await httpsWith({ repositoryUrl: `${open.url}/shop.git` });
  expect(open.requests.at(-1)).toMatchObject({ user: "ana", status: 200 });
});

test.each(["500", "429", "garbage", "cut"] as const)(
  "a host that answers %s is said to be no git host now",
  async (fault) => {
    web.setFault(fault);
    await expect(httpsWith({})).rejects.toMatchObject({ name: "GitTrouble" });
  },
);

test("an empty repository is one all the same", async () => {
  const empty = await makeRepository({ name: "empty" });
  await empty.git("update-ref", "-d", "refs/heads/main");
  const served = await startGitHttp({ root: empty.root });
  afterAll(() => Promise.all([served.stop(), empty.remove()]));
  vi.stubEnv("DEVPILOT_INSECURE_GIT_HOSTS", `127.0.0.1:${served.port}`);
  expect((await httpsWith({ repositoryUrl: `${served.url}/empty.git` })).state).toBe("connected");
});

test(
  "a host that hangs is given up after ten seconds, and no argument held the password",
  { timeout: 30_000 },
  async () => {
    web.setFault("hang");
    const from = Date.now();
    const trying = expect(httpsWith({})).rejects.toThrow(/did not answer git within 10 seconds/);
    await expect.poll(gitArguments, { timeout: 5000 }).toContain("ls-remote");
    for (const secret of [password, Buffer.from(`ana:${password}`).toString("base64")])
      expect(gitArguments()).not.toContain(secret);
    await trying;
    expect(Date.now() - from).toBeLessThan(15_000);
    expect(gitArguments()).not.toContain("ls-remote devpilot");
  },
);

test("a private host that nobody listed is not even tried", async () => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "");
  const before = web.requests.length;
  await expect(httpsWith({})).rejects.toThrow(/private network/);
  const waiting = await sshTo();
  await expect(tested(waiting.id)).rejects.toThrow(/private network/);
  expect(web.requests.length).toBe(before);
});

test("a name is resolved once: git goes to the address that was checked", async () => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.0/8");
  vi.stubEnv("DEVPILOT_INSECURE_GIT_HOSTS", `localhost:${web.port}`);
  const integration = await httpsWith({ repositoryUrl: `http://localhost:${web.port}/shop.git` });
  expect(integration).toMatchObject({ state: "connected", origin: `http://localhost:${web.port}` });
});

test("without git on the machine one sentence says so", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  await expect(httpsWith({})).rejects.toThrow("git is not installed on Devpilot's own machine.");
});

test("nothing is left in the temporary directory", async () => {
  const directory = mkdtempSync(join(tmpdir(), "devpilot-left-"));
  afterAll(() => rmSync(directory, { recursive: true }));
  vi.stubEnv("TMPDIR", directory);
  await httpsWith({});
  await expect(httpsWith({ password: "wrong" })).rejects.toThrow();
  await expect(tested((await sshTo()).id)).rejects.toThrow();
  expect(readdirSync(directory)).toEqual([]);
});

test("a key waits until it is on the host; then a test pins the host's key, and servers get it", async () => {
  const made = await sshTo();
  expect(made).toMatchObject({ state: "pending", way: "key", hostKeys: [] });
  expect(made.publicKey).toMatch(/^ssh-ed25519 /);
  await expect(tested(made.id)).rejects.toThrow(/Permission denied \(publickey\)/);
  expect((await read(made.id)).state).toBe("pending");
  host.authorize(made.publicKey ?? "");
  const now = await tested(made.id);
  expect(now).toMatchObject({ state: "connected" });
  expect(now.hostKeys).toEqual([
    { type: host.sshd.hostKey.type, fingerprint: expect.stringMatching(/^SHA256:/) as string },
  ]);
  const access = await freshAccess(await read(made.id));
  expect(access).toMatchObject({ kind: "key", knownHosts: host.knownHosts().trim() });
  const git = await makeGitClient(access);
  expect(await git.run("ls-remote", host.urlOf("shop.git"), "HEAD")).toMatch(/^[0-9a-f]{40}/);
  await git.remove();
});

test("a test asks no other host, and a repository that is there", async () => {
  const made = await sshTo();
  host.authorize(made.publicKey ?? "");
  const other = tested(made.id, "git@git.example.com:acme/shop.git");
  await expect(other).rejects.toMatchObject({ fields: { repositoryUrl: expect.stringContaining("is for") as string } });
  await expect(tested(made.id, host.urlOf("absent.git"))).rejects.toThrow(/no such repository/);
  await expect(tested(made.id, "ext::sh -c x")).rejects.toMatchObject({ fields: { repositoryUrl: expect.anything() } });
});

test("a host where nobody listens is told from a repository that is absent", async () => {
  const made = await connectSsh(actor(), { name: "Nobody", repositoryUrl: "ssh://git@127.0.0.1:1/shop.git" });
  await expect(tested(made.id)).rejects.toMatchObject({ trouble: "away" });
});

test("a new pair waits for its test, and the old one is gone", async () => {
  const made = await sshTo();
  host.authorize(made.publicKey ?? "");
  const before = await tested(made.id);
  const replaced = await replace(made.id, { generated: true });
  expect(replaced).toMatchObject({ state: "pending", hostKeys: before.hostKeys });
  expect(replaced.publicKey).not.toBe(made.publicKey);
  await expect(tested(made.id)).rejects.toThrow(/publickey/);
  host.authorize(replaced.publicKey ?? "");
  expect((await tested(made.id)).state).toBe("connected");
});

test("a new password is tried before it replaces the old one", async () => {
  const { id } = await httpsWith({});
  await expect(replace(id, { username: "ben", password: "wrong" })).rejects.toThrow(/refused/);
  expect(await freshAccess(await read(id))).toMatchObject({ username: "ana" });
  expect(await replace(id, { username: "ben", password: "another-password" })).toMatchObject({ username: "ben" });
  const access = await freshAccess(await read(id));
  expect(access.kind === "basic" && access.password.reveal()).toBe("another-password");
});

test.each([
  ["password", { generated: true }],
  ["password", { username: "ana" }],
])("what does not fit the credential is refused beside %s", async (field, input) => {
  const { id } = await httpsWith({});
  await expect(replace(id, input)).rejects.toMatchObject({ fields: { [field]: expect.anything() } });
});

test("who may not manage integrations makes none", async () => {
  const member = (await addPerson(world.workspace.id, "member")).actor;
  const input = { name: "Key", repositoryUrl: host.urlOf("shop.git") };
  await expect(connectSsh(member, input)).rejects.toMatchObject({ kind: "forbidden" });
});

test("a changed host key stops everything, and both fingerprints are named", async () => {
  const made = await sshTo();
  host.authorize(made.publicKey ?? "");
  const [pinned] = (await tested(made.id)).hostKeys;
  await host.sshd.changeHostKeys();
  const refused = await tested(made.id).catch((error: unknown) => String(error));
  expect(refused).toContain(`Pinned: ${pinned?.fingerprint}`);
  expect(refused).toMatch(/It shows now: SHA256:(\S+) \(ssh-/);
  expect(refused).not.toMatch(new RegExp(`now: ${pinned?.fingerprint.replace(/[+/]/g, "\\$&")}`));
});

/** What anybody on this machine sees of the git processes that run now. */
function gitArguments(): string {
  const all = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" });
  return all
    .split("\n")
    .filter((line) => line.includes("git"))
    .join("\n");
}
