import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Secret } from "#lib/secrets/secret.ts";
import { type GitHttp, startGitHttp } from "#tests/peers/git-http.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
let repository: TestRepository;
let git: GitHttp;
let old: GitHttp;
let commits: string[];
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  host = await makeHost();
  repository = await makeRepository({ files: { "index.html": "first\n", "bin/run": { executable: "#!/bin/sh\n" } } });
  commits = [await repository.head()];
  for (let n = 1; n < 70; n++) commits.push(await repository.commit({ "index.html": `change ${n}\n` }, `Change ${n}`));
  git = await startGitHttp({ root: repository.root, users: { ana: "right password" } });
  old = await startGitHttp({ root: repository.root, generous: false });
});
afterAll(async () => {
  await Promise.all([git.stop(), old.stop(), repository.remove(), host.remove()]);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

let number = 0;
const fetch = (values: Record<string, string | Secret>) =>
  host.start("fetch", {
    ...{ RUN: newRun(), KIND: "fetch", TIMEOUT: "60", RELEASE: String(++number), ALLOW_HTTP: "1" },
    ...{ URL: `${git.url}/shop.git`, USERNAME: "ana", PASSWORD: Secret.of("right password"), ...values },
  });
const file = (path: string) => readFileSync(`${host.project}/deployments/${number}/${path}`, "utf8");

test("the head of a branch is brought, and told with its author, subject and time", async () => {
  const said = await fetch({ BRANCH: "main" });
  expect(said.step).toMatchObject({
    exit: 0,
    facts: {
      commit: commits[69],
      subject: "Change 69",
      author: "Shop developers",
      email: "ana@example.com",
      time: expect.stringMatching(/^\d+$/),
    },
  });
  expect(file("index.html")).toBe("change 69\n");
  expect(statSync(`${host.project}/deployments/${number}/bin/run`).mode & 0o777).toBe(0o755);
  expect(readdirSync(`${host.project}/deployments/${number}`).sort()).toEqual(["bin", "index.html"]);
});

test("the exact commit is brought, not what the branch has become", async () => {
  expect((await fetch({ COMMIT: commits[5]!, BRANCH: "main" })).step?.facts.commit).toBe(commits[5]);
  expect(file("index.html")).toBe("change 5\n");
});

test("from a host that gives out heads only, an older commit is found in its branch", async () => {
  for (const commit of [commits[69], commits[30], commits[2]]) {
    const said = await fetch({ URL: `${old.url}/shop.git`, APP: `old${number}`, COMMIT: commit!, BRANCH: "main" });
    expect([said.step?.exit, said.step?.facts.commit]).toEqual([0, commit]);
  }
  const gone = await fetch({ URL: `${old.url}/shop.git`, COMMIT: "d".repeat(40), BRANCH: "main" });
  expect(gone.step).toMatchObject({ exit: 65, facts: { why: "commit_gone" } });
});

test("a commit that is not on the branch is refused when that is asked for", async () => {
  await repository.branch("side", commits[3]);
  const aside = await repository.commit({ "index.html": "aside\n" }, "Aside", { branch: "side" });
  expect((await fetch({ COMMIT: commits[2]!, BRANCH: "main", CHECK_BRANCH: "1" })).step?.exit).toBe(0);
  const refused = await fetch({ COMMIT: aside, BRANCH: "main", CHECK_BRANCH: "1" });
  expect(refused.step).toMatchObject({ exit: 65, facts: { why: "not_on_branch" } });
  expect(existsSync(`${host.project}/deployments/${number}`)).toBe(false);
});

test("branches with every name that git allows are names and nothing else", async () => {
  for (const name of [
    "x;touch${IFS}/p",
    "$(touch${IFS}pwned)",
    "-d",
    "feature/#1'\"&|",
    "日本",
    commits[0]!,
    "refs/heads/main",
  ]) {
    const head = await repository.commit({ "name.txt": name }, "Named", { branch: name });
    expect([name, (await fetch({ BRANCH: name })).step?.facts.commit]).toEqual([name, head]);
    expect(file("name.txt")).toBe(name);
  }
  for (const name of ["../x", "a b", "a..b", "a~1", ".x", "x.lock", "a\nb"])
    expect([name, (await fetch({ BRANCH: name })).step?.exit]).toEqual([name, 64]);
});

const refusals: [string, Record<string, string>, string][] = [
  ["a wrong password", { PASSWORD: "wrong password" }, "password_refused"],
  ["no password", { PASSWORD: "" }, "password_refused"],
  ["a missing repository", { URL: "/none.git" }, "repository_missing"],
  ["a missing branch", { BRANCH: "none" }, "branch_missing"],
  ["a missing commit", { COMMIT: "c".repeat(40) }, "commit_gone"],
  ["a closed port", { URL: "http://127.0.0.1:1/x.git" }, "network"],
  ["a host that does not exist", { URL: "https://none.invalid/x.git" }, "network"],
];
test.each(refusals)("%s is refused in words", async (_, values, why) => {
  const URL = values.URL?.startsWith("/") ? git.url + values.URL : (values.URL ?? `${git.url}/shop.git`);
  const said = await fetch({ BRANCH: "main", ...values, URL });
  expect([said.step?.exit, said.step?.facts.why]).toEqual([65, why]);
  expect(said.text).toContain(said.step?.reason);
  expect(said.text).not.toContain("right password");
});

test("addresses that are not addresses are refused before git sees them", async () => {
  const wrong = [
    "--upload-pack=touch pwned",
    "ext::sh -c id",
    "file:///etc",
    "/srv/x",
    "https://",
    "https://a:b@host/x",
    "git://host/x",
    "ssh://-oProxyCommand=id/x",
    "-x:y",
    "https://h/a b",
    "https://h/\n",
    "",
  ];
  for (const url of wrong) expect([url, (await fetch({ BRANCH: "main", URL: url })).step?.exit]).toEqual([url, 64]);
  expect((await fetch({ BRANCH: "main", ALLOW_HTTP: "0" })).step?.exit).toBe(64);
});

test("a password goes to the host it belongs to, and not where that host sends git", async () => {
  const seen: (string | undefined)[] = [];
  const thief = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
  });
  const front = createServer((request, response) => {
    response.writeHead(302, { location: `http://localhost:${port(thief)}${request.url}` }).end();
  });
  await Promise.all([thief, front].map((one) => new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve))));
  ends.push(() => [thief, front].forEach((one) => one.close()));
  expect((await fetch({ BRANCH: "main", URL: `http://127.0.0.1:${port(front)}/shop.git` })).step?.exit).toBe(65);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter(Boolean)).toEqual([]);
});

test("no password is left on the disk, nor in the mirror's configuration", async () => {
  await fetch({ BRANCH: "main" });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(
    execFileSync("bash", ["-c", 'grep -rls "right password" . || echo nothing'], { cwd: host.home }).toString(),
  ).toBe("nothing\n");
});

test("a hostile repository reaches nothing outside its release", async () => {
  const outside = host.file("outside");
  mkdirSync(outside, { recursive: true });
  writeFileSync(`${outside}/mine`, "mine");
  const hostile = await makeRepository({
    name: "hostile",
    files: {
      link: { symlink: outside },
      absolute: { symlink: "/etc/passwd" },
      up: { symlink: "../../../../outside/mine" },
      ".gitmodules": '[submodule "sub"]\n path = sub\n url = file:///etc\n',
      sub: { submodule: "a".repeat(40) },
      ".gitattributes": "*.txt filter=evil diff=evil\n* export-subst\n",
      "a.txt": "text\n",
      "big.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
      "$(touch pwned)": "x",
      "-rf": "x",
      "new\nline": "x",
    },
  });
  const server = await startGitHttp({ root: hostile.root });
  ends.push(
    () => server.stop(),
    () => hostile.remove(),
  );
  writeFileSync(
    host.file(".gitconfig"),
    '[filter "evil"]\n smudge = touch pwned\n required = true\n[core]\n hooksPath = /tmp\n',
  );
  const said = await fetch({ APP: "hostile", BRANCH: "main", URL: `${server.url}/hostile.git` });
  expect([said.step?.exit, said.text]).toEqual([0, expect.stringContaining("submodules are not fetched")]);
  expect(readlinkSync(`${host.project}/deployments/${number}/link`)).toBe(outside);
  expect(readdirSync(`${host.project}/deployments/${number}/sub`)).toEqual([]);
  expect(readdirSync(outside)).toEqual(["mine"]);
  expect(file("a.txt")).toBe("text\n");
  expect(execFileSync("find", [host.home, "-name", "pwned"]).toString()).toBe("");
});

test("a tree that would write into .git or above the release is refused", async () => {
  const hostile = await makeRepository({ name: "evil" });
  const server = await startGitHttp({ root: hostile.root });
  ends.push(
    () => server.stop(),
    () => hostile.remove(),
  );
  const inner = await hostile.git("rev-parse", "main^{tree}");
  for (const name of [".git", "..", ".GIT"]) {
    const raw = Buffer.concat([Buffer.from(`40000 ${name}\0`), Buffer.from(inner, "hex")]);
    writeFileSync(`${hostile.root}/tree`, raw);
    const tree = await hostile.git("hash-object", "-t", "tree", "-w", "--literally", `${hostile.root}/tree`);
    await hostile.branch(
      "main",
      await hostile.git("-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-m", "evil", tree),
    );
    const said = await fetch({ APP: newRun(), BRANCH: "main", URL: `${server.url}/evil.git` });
    expect([name, said.step?.exit]).toEqual([name, 65]);
    expect(existsSync(`${host.project}/deployments/${number}`)).toBe(false);
  }
});

test("a mirror that was damaged, or locked by a git that died, is no obstacle", async () => {
  await fetch({ APP: "broken", BRANCH: "main" });
  const mirror = host.file(".devpilot/apps/broken/mirror.git");
  writeFileSync(`${mirror}/shallow.lock`, "");
  mkdirSync(`${mirror}/refs/devpilot`, { recursive: true });
  writeFileSync(`${mirror}/refs/devpilot/branch.lock`, "");
  expect((await fetch({ APP: "broken", BRANCH: "main" })).step?.exit).toBe(0);
  execFileSync("bash", ["-c", `find objects -type f -exec sh -c ': > "$1"' _ {} \\;`], { cwd: mirror });
  execFileSync("chmod", ["-R", "u+w", mirror]);
  execFileSync("bash", ["-c", `find objects -type f -exec sh -c ': > "$1"' _ {} \\;`], { cwd: mirror });
  const said = await fetch({ APP: "broken", BRANCH: "main" });
  expect([said.step?.exit, said.text]).toEqual([0, expect.stringContaining("Once more, with a new mirror.")]);
});

test("a warm mirror takes only what is new", async () => {
  const before = git.requests.length;
  await fetch({ APP: "warm", BRANCH: "main" });
  const first = git.requests.length - before;
  await repository.commit({ "index.html": "newest\n" }, "Newest");
  await fetch({ APP: "warm", BRANCH: "main" });
  expect(git.requests.length - before - first).toBeLessThanOrEqual(first);
  expect(file("index.html")).toBe("newest\n");
  expect(lstatSync(host.file(".devpilot/apps/warm/mirror.git/shallow")).isFile()).toBe(true);
});

test("the branches of a repository are listed with the same care", async () => {
  const values = {
    URL: `${git.url}/shop.git`,
    USERNAME: "ana",
    PASSWORD: Secret.of("right password"),
    ALLOW_HTTP: "1",
  };
  const said = await host.ask("remote", values);
  expect(said.text).toMatch(/^ref: refs\/heads\/main\tHEAD\n/);
  expect(said.text).toContain("\trefs/heads/x;touch${IFS}/p\n");
  const refused = await host.ask("remote", { ...values, PASSWORD: "no" });
  expect([refused.code, refused.answer.reason]).toEqual([
    65,
    expect.stringContaining("refused the user name or token"),
  ]);
  expect((await host.ask("remote", { URL: "ext::id" })).code).toBe(64);
});

function port(server: Server): number {
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
