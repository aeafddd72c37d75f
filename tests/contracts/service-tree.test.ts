import { inspect } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { serviceNames } from "#lib/integrations/git/index.ts";
import type { GitClient } from "#lib/integrations/git/service.ts";
import { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { clientOf, hosts, secondsTo } from "#tests/contracts/service-hosts.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { later } from "#tests/support/later.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";

const absent = "0123456789abcdef0123456789abcdef01234567";
const shop = "acme/shop";
const largest = 256 * 1024;
const binary = Buffer.from([0, 255, 254, 13, 10, 128, 0, 1]);

/** Names that an address, a query or a template could take for something else. */
const hostile = [
  "größe/übersicht.txt",
  "日本語.md",
  "a b/c d.txt",
  "100%.txt",
  "%2e%2e/x.txt",
  "what?x=1&y=2.txt",
  "#1.txt",
  "{owner}.txt",
  "a+b;c,d.txt",
  "back\\slash.txt",
  "'quoted' \"name\".txt",
  "$(touch canary).txt",
  "...",
];

vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");

describe.each(serviceNames)("%s", async (provider) => {
  const facts = hosts[provider];
  const specification = await facts.specification();
  let host: GitService, client: GitClient, source: TestRepository, head: string;

  beforeAll(async () => {
    host = await facts.start(specification === null || typeof specification === "string" ? {} : { specification });
    later(() => host.stop());
    source = await makeRepository({
      files: {
        "package.json": '{ "name": "shop" }\n',
        "empty.txt": "",
        "binary.dat": binary,
        "large.txt": "x".repeat(largest + 1),
        "huge.txt": Buffer.alloc(2 * 1024 * 1024, "y"),
        "fits.txt": "z".repeat(largest),
        "bin/run": { executable: "#!/bin/sh\n" },
        "a/b/c/d/e/f/g/deep.txt": "deep\n",
        link: { symlink: "package.json" },
        "out-of-here": { symlink: "/etc/passwd" },
        part: { submodule: absent },
        ...Object.fromEntries(hostile.map((name) => [name, `it is ${name}\n`])),
      },
    });
    later(() => source.remove());
    head = await source.head();
    host.addUser("ana");
    host.addUser("bo");
    await host.addRepository({ path: shop, members: { ana: "admin" }, source: source.path });
    await host.addRepository({ path: "acme/new", members: { ana: "admin" }, isEmpty: true });
    await host.addRepository({ path: "other/secret", members: { bo: "admin" } });
    client = await clientOf(provider, host, host.tokenFor("ana"));
  });

  const failure = async (work: Promise<unknown>): Promise<GitTrouble> => {
    const error: unknown = await work.then(
      (answer) => answer,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof GitTrouble)) throw new Error(`expected trouble, got ${inspect(error)}`);
    return error;
  };

  it("lists every file at a commit however it is named and nested, and no directories, links or submodules", async () => {
    const { files, isTruncated } = await client.tree(shop, head);
    const plain = ["package.json", "empty.txt", "binary.dat", "large.txt", "huge.txt", "fits.txt", "bin/run"];
    expect(files.toSorted()).toEqual([...plain, "a/b/c/d/e/f/g/deep.txt", ...hostile].toSorted());
    expect(isTruncated).toBe(false);
  });

  it("lists what was there at an older commit, not what has become of it", async () => {
    const first = await source.commit({ "old.txt": "old\n" }, "First", { branch: "history" });
    const second = await source.commit({ "old.txt": null, "new.txt": "new\n" }, "Second", { branch: "history" });
    expect((await client.tree(shop, first)).files).toEqual(["old.txt"]);
    expect((await client.tree(shop, second)).files).toEqual(["new.txt"]);
    expect(String(await client.file(shop, first, "old.txt", largest))).toBe("old\n");
    expect(await client.file(shop, second, "old.txt", largest)).toBeNull();
  });

  it.each(hostile)("reads %s byte by byte", async (name) => {
    expect(String(await client.file(shop, head, name, largest))).toBe(`it is ${name}\n`);
  });

  it("reads binary, empty, executable and JSON files as the bytes that they are", async () => {
    expect(await client.file(shop, head, "binary.dat", largest)).toEqual(binary);
    expect(await client.file(shop, head, "empty.txt", largest)).toEqual(Buffer.alloc(0));
    expect(String(await client.file(shop, head, "bin/run", largest))).toBe("#!/bin/sh\n");
    expect(String(await client.file(shop, head, "package.json", largest))).toBe('{ "name": "shop" }\n');
  });

  it("reads a file of the largest size, and answers null for a larger one", async () => {
    expect((await client.file(shop, head, "fits.txt", largest))?.length).toBe(largest);
    expect(await client.file(shop, head, "large.txt", largest)).toBeNull();
    expect(await client.file(shop, head, "huge.txt", largest)).toBeNull();
  });

  it("answers null for what is no file there, and never goes elsewhere", async () => {
    const names = ["gone.txt", "a/b", "part", "", "/", "..", "a/../package.json", "./package.json", "a//b"];
    for (const name of names) expect([name, await client.file(shop, head, name, largest)]).toEqual([name, null]);
    expect(await client.file(shop, absent, "package.json", largest)).toBeNull();
  });

  it("says that a commit is not in the repository, and which", async () => {
    const trouble = await failure(client.tree(shop, absent));
    expect(trouble.trouble).toBe("not_found");
    expect(trouble.message).toBe(`The commit ${absent.slice(0, 12)} is not in ${shop}.`);
    expect((await failure(client.tree("acme/new", absent))).trouble).toBe("not_found");
  });

  it("says what is missing for a repository that is gone or can't be seen", async () => {
    for (const path of ["other/secret", "acme/absent"])
      for (const work of [
        () => client.tree(path, head),
        () => client.file(path, head, "x", largest),
        () => client.tags(path),
      ]) {
        const trouble = await failure(work());
        expect(["not_found", "right_missing"]).toContain(trouble.trouble);
        expect(trouble.message).toContain(path);
        expect(trouble.message).toContain("scope");
      }
  });

  it("lists tags with the commit that each leads to, annotated or not, however they are named", async () => {
    const older = await source.commit({ "a.txt": "1\n" }, "Older", { branch: "tagged" });
    const newer = await source.commit({ "a.txt": "2\n" }, "Newer", { branch: "tagged" });
    await source.tag("v1.0", older);
    await source.git("update-ref", "refs/tags/größe/#2", newer);
    await source.git("update-ref", "refs/tags/a-file", await source.git("rev-parse", `${older}:a.txt`));
    const tags = await client.tags(shop);
    expect(tags.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: "größe/#2", commit: newer },
      { name: "v1.0", commit: older },
    ]);
    expect(await client.tags("acme/new")).toEqual([]);
  });

  it("lists more tags than fit on a page, each once", async () => {
    const many = Array.from({ length: 230 }, (_, number) => `refs/heads/main:refs/tags/many/${number}`);
    await source.git("fetch", "--quiet", ".", ...many);
    const names = (await client.tags(shop)).map(({ name }) => name).filter((name) => name.startsWith("many/"));
    expect(new Set(names).size).toBe(230);
    expect(names).toHaveLength(230);
  });

  it("tells of a repository that is larger than the host's list that this is not all", async () => {
    const files = Array.from({ length: 10_200 }, (_, n) => [`d${n % 50}/e/f/g/h/file-${n}.txt`, "x"]);
    const large = await source.commit(Object.fromEntries(files), "Large", { branch: "large" });
    host.setTrees({ most: 9000 });
    const tree = await client.tree(shop, large).finally(() => host.setTrees({ most: 100_000 }));
    expect(tree.isTruncated).toBe(true);
    expect(tree.files.length).toBeLessThan(10_200);
    expect(new Set(tree.files).size).toBe(tree.files.length);
  });

  it("lists several pages whole, also of a host that counts them", async () => {
    const files = Array.from({ length: 450 }, (_, n) => [`d${n % 7}/file-${n}.txt`, "x"]);
    const commit = await source.commit(Object.fromEntries(files), "Pages", { branch: "pages" });
    for (const areNumbered of [false, true]) {
      host.setTrees({ areNumbered });
      const tree = await client.tree(shop, commit);
      expect([new Set(tree.files).size, tree.files.length, tree.isTruncated]).toEqual([450, 450, false]);
    }
  });

  describe("when the host misbehaves", () => {
    const works: [string, () => Promise<unknown>][] = [
      ["tags", () => client.tags(shop)],
      ["tree", () => client.tree(shop, head)],
      ["file", () => client.file(shop, head, "package.json", largest)],
    ];
    const under = async (fault: Parameters<GitService["setFault"]>[0], work: () => Promise<unknown>) => {
      host.setFault(fault);
      try {
        return await failure(work());
      } finally {
        host.setFault(null);
      }
    };

    it.each(works)("%s waits as long as it is told", async (_, work) => {
      const trouble = await under({ kind: "429", retryAfter: 90 }, work);
      expect(trouble.trouble).toBe("rate_limited");
      expect(secondsTo(trouble)).toBeGreaterThan(80);
    });

    it.each(works)("%s calls a 500, a page and half an answer the host's trouble, never nothing", async (_, work) => {
      for (const kind of ["500", "html", "cut"] as const) {
        const trouble = await under({ kind }, work);
        expect([kind, trouble.trouble]).toEqual([kind, "away"]);
      }
    });

    it.each(works)("%s says that a token was refused", async (name) => {
      const stranger = await clientOf(provider, host, "no-such-token-f00d");
      const work = {
        tags: () => stranger.tags(shop),
        tree: () => stranger.tree(shop, head),
        file: () => stranger.file(shop, head, "package.json", largest),
      }[name];
      const trouble = await failure(work?.() ?? Promise.resolve());
      expect(trouble.trouble).toBe("token_refused");
      expect(trouble.message).not.toContain("no-such-token-f00d");
    });
  });

  const why = typeof specification === "string" ? ` (not checked: ${specification})` : "";
  const itIsDescribed = specification === null ? () => undefined : it.skipIf(why !== "");
  itIsDescribed(`asks nothing that the official description does not know${why}`, () => {
    expect(host.violations.filter((one) => !facts.misdescribed?.test(one))).toEqual([]);
  });
});
