import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { GitAccess } from "#lib/integrations/git/git.ts";
import { git } from "#lib/integrations/git/index.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { startGitHttp, type GitHttp, type GitHttpOptions } from "#tests/peers/git-http.ts";
import { startGitSsh, type GitSsh, type GitSshOptions } from "#tests/peers/git-ssh.ts";
import { makeGitClient, type GitClient } from "#tests/support/git-client.ts";
import { makeLargeRepository, makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { hasSshd } from "#tests/support/sshd.ts";

let repository: TestRepository;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  repository = await makeRepository({
    files: { "index.html": "one\n", "bin/run": { executable: "#!/bin/sh\n" }, escape: { symlink: "/etc" } },
    commits: [{ files: { "index.html": "two\n" }, message: "Second" }],
    branches: ["x;touch${IFS}/p"],
  });
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
afterAll(() => repository.remove());

describe("a repository for tests", () => {
  it("is a real one: commits, authors, modes, links, branches and tags", async () => {
    const own = await makeRepository({ files: { 'a "b"\n': "1", ünï: Buffer.from([0, 255]) }, branches: ["dev"] });
    cleanUps.push(own.remove);
    const author = { name: "Zoë 'Z' Ünal", email: "zoe@example.com" };
    const second = await own.commit(
      { ünï: null, run: { executable: "#!/bin/sh\n" }, l: { symlink: "/etc" } },
      "Two\n\nlines",
      { author },
    );
    await own.tag("v1");
    expect(second).toBe(await own.head());
    expect(await own.git("log", "-1", "--format=%an <%ae> %B", second)).toBe(
      "Zoë 'Z' Ünal <zoe@example.com> Two\n\nlines",
    );
    expect(await own.git("ls-tree", "-r", "-z", second)).toMatch(
      /^100644[^\0]*\ta "b"\n\x00120000[^\0]*\tl\x00100755[^\0]*\trun\0$/,
    );
    expect(await own.git("rev-list", "--count", "main")).toBe("2");
    expect(await own.head("dev")).not.toBe(second);
    expect(await own.git("cat-file", "-t", "v1")).toBe("tag");
    await own.git("fsck", "--strict");
  });

  it("can be the benchmark's: 400 files, 1.1 MB, 200 commits", async () => {
    const large = await makeLargeRepository();
    cleanUps.push(large.remove);
    const sizes = (await large.git("ls-tree", "-r", "-l", "main"))
      .split("\n")
      .map((line) => Number(line.split(/\s+/)[3]));
    expect(sizes).toHaveLength(400);
    expect(sizes.reduce((sum, size) => sum + size) / 1e6).toBeCloseTo(1.1, 1);
    expect(await large.git("rev-list", "--count", "main")).toBe("200");
  });
});

describe("a git host over HTTP", () => {
  it("gives everybody a repository that nobody protects", async () => {
    const host = await start({});
    const client = await clientFor({ kind: "anonymous" });
    expect(await client.run("ls-remote", "--symref", urlOn(host), "HEAD")).toContain("ref: refs/heads/main\tHEAD");
    await client.run("fetch", "--depth", "1", urlOn(host), "refs/heads/x;touch${IFS}/p");
    expect(await client.run("rev-parse", "FETCH_HEAD")).toBe(await repository.head());
    expect(host.requests.map(({ status }) => status)).toEqual(host.requests.map(() => 200));
  });

  it("gives a protected one to those who know the password, and tells who asked", async () => {
    const host = await start({ users: { ana: "p:ss wörd'$(x)" } });
    const access = (await git.https()).access({ username: "ana", password: "p:ss wörd'$(x)" });
    expect(await headSeen(host, access)).toBe(await repository.head());
    expect(host.requests.map(({ user, status }) => [user, status])).toEqual([
      [null, 401],
      ["ana", 200],
      ["ana", 200],
    ]);
    await expect(headSeen(host, { kind: "anonymous" })).rejects.toThrow(
      /Authentication failed|could not read Username/,
    );
    await expect(headSeen(host, (await git.https()).access({ password: "wrong" }))).rejects.toThrow(
      "Authentication failed",
    );
  });

  it("gives out any commit by its id, as the big hosts do, and only heads when told to be strict", async () => {
    const first = await repository.git("rev-parse", "main~1");
    const client = await clientFor({ kind: "anonymous" });
    const fetchFrom = (host: GitHttp) => client.run("fetch", "--depth", "1", urlOn(host), first);
    await expect(fetchFrom(await start({ generous: false }))).rejects.toThrow(/not our ref|unadvertised object/);
    await fetchFrom(await start({}));
    expect(await client.run("rev-list", "--count", "FETCH_HEAD")).toBe("1");
  });

  it("takes no pushes", async () => {
    const host = await start({});
    const client = await clientFor({ kind: "anonymous" });
    await client.run("fetch", urlOn(host), "main");
    await expect(client.run("push", urlOn(host), "FETCH_HEAD:refs/heads/mine")).rejects.toThrow("403");
  });

  it.each([
    ["401", /Authentication failed|could not read Username/],
    ["403", /403/],
    ["404", /not found/],
    ["429", /429/],
    ["500", /500/],
    ["cut", /closed|early EOF|hung up|unable to access/],
  ] as const)("answers %s when that fault is set, and serves again afterwards", async (fault, words) => {
    const host = await start({});
    host.setFault(fault);
    await expect(headSeen(host, { kind: "anonymous" })).rejects.toThrow(words);
    host.setFault(null);
    expect(await headSeen(host, { kind: "anonymous" })).toBe(await repository.head());
  });

  it("answers with a web page when it is set to garbage, which git takes for a host without branches", async () => {
    const host = await start({});
    host.setFault("garbage");
    expect(await headSeen(host, { kind: "anonymous" })).toBe("");
    const client = await clientFor({ kind: "anonymous" });
    await expect(client.run("fetch", "--depth", "1", urlOn(host), "refs/heads/main")).rejects.toThrow(
      "find remote ref",
    );
  });

  it("keeps silent when it hangs, and still stops at once", async () => {
    const host = await start({});
    host.setFault("hang");
    const asked = headSeen(host, { kind: "anonymous" });
    asked.catch(() => {});
    await expect.poll(() => host.requests.length).toBe(1);
    await host.stop();
    await expect(asked).rejects.toThrow(/Empty reply|closed|reset/);
  });
});

describe.skipIf(!hasSshd)("a git host over SSH", () => {
  it("gives its repository to the deploy key, through the URL and credential that a person types", async () => {
    const host = await startSsh();
    const { url } = (await git.ssh()).parse(host.urlOf("shop.git"));
    const client = await clientFor(await accessTo(host));
    await client.run("fetch", "--depth", "1", url, "refs/heads/x;touch${IFS}/p");
    expect(await client.run("rev-parse", "FETCH_HEAD")).toBe(await repository.head());
  });

  it("lets the deploy key read and nothing else", async () => {
    const host = await startSsh();
    const client = await clientFor(await accessTo(host));
    await client.run("fetch", host.urlOf("shop.git"), "main");
    const push = client.run("push", host.urlOf("shop.git"), "FETCH_HEAD:refs/heads/mine");
    await expect(push).rejects.toThrow("This key may only read.");
  });

  it("refuses a key that is not on the host, in the words people search for", async () => {
    const host = await startSsh();
    const pair = makeKeyPair();
    const client = await clientFor((await git.ssh()).access({ private_key: pair.privateKey.reveal() }));
    const asked = () => client.run("ls-remote", host.urlOf("shop.git"));
    await expect(asked()).rejects.toThrow("Permission denied (publickey)");
    host.authorize(pair.publicKey);
    expect(await asked()).toContain("refs/heads/main");
  });

  it("is not trusted any more once its host key changes", async () => {
    const host = await startSsh();
    const client = await clientFor(await accessTo(host));
    await client.run("ls-remote", host.urlOf("shop.git"));
    await host.sshd.changeHostKeys();
    await expect(client.run("ls-remote", host.urlOf("shop.git"))).rejects.toThrow("Host key verification failed");
  });

  it("gives out any commit by its id, and only heads when told to be strict", async () => {
    const first = await repository.git("rev-parse", "main~1");
    const fetchFrom = async (host: GitSsh) => {
      const client = await clientFor(await accessTo(host));
      return client.run("fetch", "--depth", "1", host.urlOf("shop.git"), first);
    };
    await expect(fetchFrom(await startSsh({ generous: false }))).rejects.toThrow(/not our ref|unadvertised object/);
    await fetchFrom(await startSsh());
  });
});

async function startSsh(options: Omit<GitSshOptions, "root"> = {}): Promise<GitSsh> {
  const host = await startGitSsh({ root: repository.root, ...options });
  cleanUps.push(host.stop);
  return host;
}

async function accessTo(host: GitSsh): Promise<GitAccess> {
  return (await git.ssh()).access({ private_key: host.deployKey.reveal(), known_hosts: host.knownHosts() });
}

async function start(options: Omit<GitHttpOptions, "root">): Promise<GitHttp> {
  const host = await startGitHttp({ root: repository.root, ...options });
  cleanUps.push(host.stop);
  return host;
}

async function clientFor(access: GitAccess): Promise<GitClient> {
  const client = await makeGitClient(access);
  cleanUps.push(client.remove);
  return client;
}

async function headSeen(host: GitHttp, access: GitAccess): Promise<string | undefined> {
  const client = await clientFor(access);
  return (await client.run("ls-remote", urlOn(host), "refs/heads/main")).split("\t")[0];
}

const urlOn = (host: GitHttp) => `${host.url}/${repository.name}.git`;
