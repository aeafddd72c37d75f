import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "#lib/secrets/secret.ts";
import { type GitHttp, startGitHttp } from "#tests/peers/git-http.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { type Host, makeHost } from "./host.ts";

const largest = 262_144;
const binary = Buffer.from([0, 255, 10, 13, 0, 128, 30]);
const hostile = [
  "größe/日本語.txt",
  "a b.txt",
  "-rf",
  "new\nline.txt",
  "$(touch canary)",
  "*.txt",
  "tab\there",
  "q\"'\\",
];

let host: Host;
let repository: TestRepository;
let git: GitHttp, old: GitHttp;
let first: string, head: string;

beforeAll(async () => {
  host = await makeHost();
  repository = await makeRepository({
    files: {
      "package.json": '{ "name": "shop" }\n',
      "web/deep/er/package.json": "{}\n",
      "empty.txt": "",
      "binary.dat": binary,
      "fits.txt": "x".repeat(largest),
      "large.txt": "y".repeat(largest + 1),
      "bin/run": { executable: "#!/bin/sh\n" },
      link: { symlink: "/etc/passwd" },
      part: { submodule: "a".repeat(40) },
      ...Object.fromEntries(hostile.map((name) => [name, `it is ${name}`])),
    },
  });
  first = await repository.head();
  head = await repository.commit({ "package.json": '{ "name": "shop2" }\n' }, "Second\n\nWith a body");
  git = await startGitHttp({ root: repository.root, users: { ana: "right password" } });
  old = await startGitHttp({ root: repository.root, generous: false });
});
afterAll(async () => {
  await Promise.all([git.stop(), old.stop(), repository.remove(), host.remove()]);
});

let number = 0;

/** As an app that never looked before, unless one is named. */
const look = async (values: Record<string, string | Secret | string[]>) => {
  const said = await host.ask("look", {
    ...{ APP: `app${++number}`, ALLOW_HTTP: "1", URL: `${git.url}/shop.git` },
    ...{ USERNAME: "ana", PASSWORD: Secret.of("right password"), ...values },
  });
  const answer = said.output[0] ?? Buffer.alloc(0);
  return { code: said.code, reason: said.answer.reason, ...readAnswer(answer) };
};

function readAnswer(answer: Buffer) {
  const end = answer.indexOf("\0\0");
  const [commit, subject, author, email, time, ...files] = answer.subarray(0, end).toString().split("\0");
  const contents: Record<string, Buffer> = {};
  for (let at = end + 2; end >= 0 && at < answer.length;) {
    const [path = "", size = ""] = answer.subarray(at).toString("latin1").split("\0", 2);
    at += path.length + size.length + 2;
    contents[Buffer.from(path, "latin1").toString()] = answer.subarray(at, (at += Number(size)));
  }
  return { commit, subject, author, email, time: Number(time), files, contents };
}

test("the head of a branch is told with its author, subject and time, and every file but links and submodules", async () => {
  const seen = await look({ BRANCH: "main" });
  expect(seen).toMatchObject({ code: 0, commit: head, subject: "Second", author: "Shop developers" });
  expect(seen).toMatchObject({ email: "ana@example.com", time: expect.any(Number), contents: {} });
  const plain = [
    "package.json",
    "web/deep/er/package.json",
    "empty.txt",
    "binary.dat",
    "fits.txt",
    "large.txt",
    "bin/run",
  ];
  expect(seen.files.toSorted()).toEqual([...plain, ...hostile].toSorted());
});

test("the files that are asked for come along byte by byte, those that are too long, links and absent ones do not", async () => {
  const wanted = [
    "package.json",
    "web/deep/er/package.json",
    "empty.txt",
    "binary.dat",
    "fits.txt",
    "bin/run",
    ...hostile,
  ];
  const not = [
    "large.txt",
    "link",
    "part",
    "absent",
    "web",
    "web/",
    "../shop.git/config",
    "/etc/passwd",
    "",
    ":(top)package.json",
  ];
  const { contents } = await look({ BRANCH: "main", FILE: [...wanted, ...not.filter(Boolean)] });
  expect(Object.keys(contents).toSorted()).toEqual(wanted.toSorted());
  expect(contents["binary.dat"]).toEqual(binary);
  expect(contents["fits.txt"]).toHaveLength(largest);
  for (const name of hostile) expect(contents[name]?.toString()).toBe(`it is ${name}`);
});

test("a commit is looked at as it was, and its files once more without asking for it again", async () => {
  const at = { APP: "again", COMMIT: first };
  expect(await look(at)).toMatchObject({ code: 0, commit: first, subject: "First commit" });
  const before = git.requests.length;
  const { contents } = await look({ ...at, FILE: ["package.json", "empty.txt"] });
  expect(contents["package.json"]?.toString()).toBe('{ "name": "shop" }\n');
  const fetches = git.requests.slice(before).filter(({ path }) => path.endsWith("git-upload-pack"));
  expect(fetches.length).toBeLessThanOrEqual(2);
});

test("many files are fetched together, not one by one", async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`many/${n}/package.json`, `{ "n": ${n} }`]));
  await repository.commit(files, "Many", { branch: "many" });
  const before = git.requests.length;
  const seen = await look({ BRANCH: "many", FILE: Object.keys(files) });
  expect(Object.keys(seen.contents)).toHaveLength(60);
  expect(git.requests.length - before).toBeLessThan(15);
});

test("a tag is looked at where it leads, annotated or not, and one that leads to no commit is refused", async () => {
  await repository.tag("v1", first);
  await repository.git("update-ref", "refs/tags/größe", head);
  await repository.git("update-ref", "refs/tags/file", await repository.git("rev-parse", `${first}:package.json`));
  expect((await look({ TAG: "v1" })).commit).toBe(first);
  expect((await look({ TAG: "größe" })).commit).toBe(head);
  expect(await look({ TAG: "file" })).toMatchObject({ code: 65, reason: "The tag does not lead to a commit." });
});

test("a host that gives out heads only, and knows no filters, is looked at all the same", async () => {
  const from = { URL: `${old.url}/shop.git`, FILE: ["package.json"] };
  expect((await look({ ...from, BRANCH: "main" })).contents["package.json"]?.toString()).toContain("shop2");
  const older = await look({ ...from, COMMIT: first });
  expect([older.code, older.commit, String(older.contents["package.json"])]).toEqual([
    0,
    first,
    '{ "name": "shop" }\n',
  ]);
  expect(await look({ ...from, COMMIT: "d".repeat(40) })).toMatchObject({
    code: 65,
    reason: expect.stringContaining("is on no branch and no tag"),
  });
});

test("a branch is looked at as it is now, also by the same app and after it was rewritten", async () => {
  await repository.branch("moving", head);
  expect((await look({ APP: "moving", BRANCH: "moving" })).commit).toBe(head);
  await repository.branch("moving", first);
  expect((await look({ APP: "moving", BRANCH: "moving" })).commit).toBe(first);
});

test("an app whose repository became another one sees that one", async () => {
  const other = await makeRepository({ name: "other", files: { "other.txt": "other\n" } });
  const server = await startGitHttp({ root: other.root });
  await look({ APP: "moved", BRANCH: "main" });
  const seen = await look({ APP: "moved", BRANCH: "main", URL: `${server.url}/other.git`, FILE: ["other.txt"] });
  await Promise.all([server.stop(), other.remove()]);
  expect([seen.files, String(seen.contents["other.txt"])]).toEqual([["other.txt"], "other\n"]);
});

test("looks of one app at once wait for each other, and each gets its own answer", async () => {
  const refs: Record<string, string>[] = [{ BRANCH: "main" }, { COMMIT: first }, { BRANCH: "main" }, { COMMIT: first }];
  const seen = await Promise.all(refs.map((ref) => look({ APP: "busy", ...ref, FILE: ["package.json"] })));
  expect(seen.map(({ commit }) => commit)).toEqual([head, first, head, first]);
});

test("nothing is left of the credential, nothing is checked out, and the mirror of deployments is not touched", async () => {
  await look({ APP: "tidy", BRANCH: "main" });
  const said = await host.ask("look", { APP: "tidy", URL: `${git.url}/shop.git`, ALLOW_HTTP: "1", BRANCH: "main" });
  expect(said.code).toBe(65);
  expect(readdirSync(host.file(".devpilot", "apps", "tidy")).toSorted()).toEqual(["look.git", "look.git.lock"]);
  expect(readdirSync(host.file(".devpilot")).filter((name) => name.startsWith("look."))).toEqual([]);
  expect(existsSync(host.file("canary"))).toBe(false);
});

const refusals: [string, Record<string, string>, RegExp][] = [
  ["a wrong password", { PASSWORD: "wrong password" }, /refused the user name or token/],
  ["a missing branch", { BRANCH: "none" }, /The branch 'none' is not in the repository/],
  ["a missing tag", { TAG: "none", BRANCH: "-" }, /The tag 'none' is not in the repository/],
  ["a missing commit", { COMMIT: "c".repeat(40), BRANCH: "-" }, /is on no branch and no tag|is not in the repository/],
  ["a closed port", { URL: "http://127.0.0.1:1/x.git" }, /could not be reached/],
];
test.each(refusals)("%s is refused in words", async (_, values, words) => {
  const { BRANCH = "main", ...more } = values;
  const seen = await look({ ...(BRANCH === "-" ? {} : { BRANCH }), ...more });
  expect([seen.code, seen.reason]).toEqual([65, expect.stringMatching(words)]);
  expect(seen.reason).not.toContain("password right");
});

test("what names no place, or two, and names that git does not allow are refused before git sees them", async () => {
  const wrong: Record<string, string>[] = [
    {},
    { BRANCH: "main", COMMIT: first },
    { BRANCH: "" },
    { BRANCH: "a..b" },
    { TAG: "../x" },
    { COMMIT: "main" },
    { COMMIT: first.slice(0, 7) },
    { BRANCH: "main", URL: "file:///etc" },
    { BRANCH: "main", URL: "ext::sh -c id" },
    { BRANCH: "main", APP: "../x" },
  ];
  for (const values of wrong) expect([values, (await look(values)).code]).toEqual([values, 64]);
});
