import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "#lib/failure.ts";
import type { GitHost, GitRepository } from "#lib/integrations/git/git.ts";
import { git, gitProviders } from "#lib/integrations/git/index.ts";
import { nobodyReads, promises } from "#tests/contracts/git-urls.ts";
import { runs } from "#tests/support/soak.ts";

const commit = "4f2c1ab0".repeat(5);

let before: string | undefined;
beforeEach(() => {
  before = process.env.DEVPILOT_INSECURE_GIT_HOSTS;
  process.env.DEVPILOT_INSECURE_GIT_HOSTS = "listed.example, 127.0.0.1:3100";
});
afterEach(() => {
  if (before === undefined) delete process.env.DEVPILOT_INSECURE_GIT_HOSTS;
  else process.env.DEVPILOT_INSECURE_GIT_HOSTS = before;
});

describe.each(gitProviders)("git over %s", async (provider) => {
  const host: GitHost = await git[provider]();
  const { reads, refuses, credential, secret, takes, commitPages } = promises[provider];

  it("goes by the name it is registered under", () => expect(host.provider).toBe(provider));

  it.each(Object.entries(reads))("reads %j", (url, expected) => expect(host.parse(url)).toMatchObject(expected));

  it.each([...refuses, ...nobodyReads].map((url) => [url.slice(0, 80), url]))(
    "refuses %j beside its field",
    (_, url) => {
      const failure = refusal(() => host.parse(url));
      expect(Object.keys(failure.fields)).toEqual(["url"]);
      expect(failure.kind).toBe("invalid");
      expect(failure.message).not.toContain("hunter2");
    },
  );

  it.each([
    ["--upload-pack=touch", "begin with a dash"],
    ["ext::sh -c touch", "Spaces"],
    ["ext::sh", "Remote helpers"],
    ["file:///srv/shop", "files on a disk"],
    [`${takes}://ana:hunter2@example.com/shop`, "Take the"],
  ])("says how to mend %j", (url, words) => {
    expect(refusal(() => host.parse(url)).fields.url).toContain(words);
  });

  it("reads what it made of a URL as the same repository", () => {
    for (const url of Object.keys(reads)) {
      const once = host.parse(url);
      expect(bare(host.parse(once.url))).toEqual(bare(once));
    }
  });

  it(
    "either refuses a string beside its field or reads a URL that can't be taken for an option",
    () => {
      const parts = fc.constantFrom(
        ...Object.keys(reads),
        ...refuses,
        "git@",
        "ssh://",
        "https://",
        ":",
        "/",
        "-",
        "@",
        "%",
        "[",
        "~",
        "example.com",
      );
      const near = fc
        .array(fc.oneof(parts, fc.string({ maxLength: 4 })), { maxLength: 5 })
        .map((pieces) => pieces.join(""));
      const property = fc.property(fc.oneof(near, fc.string({ unit: "binary" })), (url) => {
        const repository = readOrNull(() => host.parse(url), "url");
        if (!repository) return;
        expect(repository.url).toMatch(/^(?:https?:\/\/|ssh:\/\/[a-z0-9_]|[a-z0-9_][^/:@]*@)[^\s\p{C}\\]+$/iu);
        expect(repository.host).toMatch(/^[^-\s/@][^\s/@]*$/);
        expect(repository.name).not.toBe("");
        expect(bare(host.parse(repository.url))).toEqual(bare(repository));
      });
      fc.assert(property, { numRuns: runs(500, 50_000) });
    },
    runs(30_000, 300_000),
  );

  it.each([
    { site: "https://github.com", part: "commit" },
    { site: "https://gitlab.com", part: "-/commit" },
    { site: "https://bitbucket.org", part: "commits" },
    { site: "https://git.example.com", part: null },
  ])("links a commit at $site only where its pages are known", ({ site, part }) => {
    const [url] = Object.keys(reads);
    const repository = host.parse(url!.replace("github.com", new URL(site).host));
    const page = commitPages({ site, part });
    expect(repository.commitUrl(commit)).toBe(page && `${page}${commit}`);
    expect(repository.commitUrl('main"><script>')).toBeNull();
  });

  it("hands its credential on in a form that can't be printed", () => {
    const access = host.access(credential);
    expect(inspect(access)).not.toContain(secret);
    expect(inspect(access)).toContain("[secret]");
    expect(() => JSON.stringify(access)).toThrow();
  });

  it("reads a credential that was stored as JSON", () => {
    expect(host.access(JSON.parse(JSON.stringify(credential))).kind).toBe(host.access(credential).kind);
  });

  it("refuses a credential that is none with a message beside its field, and never an exception of another kind", () => {
    const fields = Object.fromEntries(
      Object.keys(credential).map((field) => [field, fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue())]),
    );
    const property = fc.property(
      fc.oneof(fc.jsonValue(), fc.record(fields)),
      (given) => void readOrNull(() => host.access(given)),
    );
    fc.assert(property, { numRuns: runs(200, 20_000) });
    expect(refusal(() => host.access({ ...credential, extra: "x" })).fields).toBeTypeOf("object");
  });
});

function refusal(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

function readOrNull<T>(work: () => T, field?: string): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (field) expect(Object.keys(error.fields)).toEqual([field]);
    return null;
  }
}

const bare = ({ url, host, port, origin, path, name }: GitRepository) => ({ url, host, port, origin, path, name });
