import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "#lib/failure.ts";
import type { GitHost, GitRepository } from "#lib/integrations/git/git.ts";
import { git, gitProviders, type GitProvider } from "#lib/integrations/git/index.ts";
import { runs } from "#tests/support/soak.ts";

const key =
  "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ==\n-----END OPENSSH PRIVATE KEY-----\n";
const commit = "4f2c1ab0".repeat(5);

/** What each provider must read, beside what all must refuse. A provider that is not described here fails the suite. */
const promises: Record<
  GitProvider,
  { reads: Record<string, Partial<GitRepository>>; credential: object; secret: string; refuses: string[] }
> = {
  https: {
    credential: { username: "ana", password: "a-token" },
    secret: "a-token",
    reads: {
      "https://github.com/acme/shop.git": {
        host: "github.com",
        port: 443,
        origin: "https://github.com:443",
        path: "acme/shop",
        name: "shop",
      },
      "HTTPS://GitHub.com/acme/shop": { url: "https://github.com/acme/shop", host: "github.com" },
      "https://git.example.com:8443/a/b/c.git/": {
        port: 8443,
        origin: "https://git.example.com:8443",
        path: "a/b/c",
        name: "c",
      },
      "https://[2001:db8::1]/shop.git": { host: "[2001:db8::1]", name: "shop" },
      "https://xn--bcher-kva.example/shop": { host: "xn--bcher-kva.example" },
      "http://listed.example/shop.git": { origin: "http://listed.example:80", port: 80 },
      "http://127.0.0.1:3100/shop.git": { origin: "http://127.0.0.1:3100" },
    },
    refuses: [
      "https://ana:hunter2hunter2@github.com/acme/shop.git",
      "https://hunter2hunter2@github.com/acme/shop.git",
      "https://@github.com/acme/shop",
      "http://github.com/acme/shop.git",
      "http://127.0.0.1:3101/shop.git",
      "http://listed.example.evil.example/shop.git",
      "https://github.com",
      "https://github.com/",
      "https:///acme/shop",
      "https:github.com/acme/shop",
      "https://-oProxyCommand=x/shop",
      "https://-v.example/shop",
      "https://github.com/acme/shop?ref=main",
      "https://github.com/acme/shop#readme",
      "https://github.com:0/acme/shop",
      "https://github.com:99999/acme/shop",
      "git@github.com:acme/shop.git",
      "ssh://git@github.com/acme/shop.git",
    ],
  },
  ssh: {
    credential: { private_key: key },
    secret: key,
    reads: {
      "git@github.com:acme/shop.git": {
        url: "git@github.com:acme/shop.git",
        host: "github.com",
        port: 22,
        origin: "ssh://github.com:22",
        path: "acme/shop",
        name: "shop",
      },
      "ssh://git@Git.Example.com:2222/srv/shop.git": {
        url: "ssh://git@git.example.com:2222/srv/shop.git",
        port: 2222,
        origin: "ssh://git.example.com:2222",
        path: "srv/shop",
      },
      "ssh://git@git.example.com:22/~/shop.git": { url: "ssh://git@git.example.com/~/shop.git", name: "shop" },
      "git@git.example.com:/srv/shop": { url: "git@git.example.com:/srv/shop", path: "srv/shop" },
      "git@[2001:db8::1]:shop.git": { host: "[2001:db8::1]", path: "shop" },
    },
    refuses: [
      "git:hunter2hunter2@github.com:acme/shop.git",
      "ssh://git:hunter2hunter2@github.com/acme/shop.git",
      "github.com:acme/shop.git",
      "ssh://github.com/acme/shop.git",
      "git@:acme/shop.git",
      "git@github.com:",
      "git@github.com:/",
      "git@github.com",
      "ssh://git@/acme/shop.git",
      "ssh://git@github.com",
      "ssh://-oProxyCommand=touch/shop",
      "ssh://git@-oProxyCommand=touch/shop",
      "ssh://-l@github.com/shop",
      "git@-oProxyCommand=touch:shop",
      "ssh://git@-v/shop",
      "git@-v:shop",
      "git@github.com:-upload-pack",
      "ssh://git@github.com/~-x/shop",
      "ssh://git@github.com:0/acme/shop",
      "ssh://git@github.com:65536/acme/shop",
      "ssh://git@%2doProxyCommand=touch/shop",
      "git@evil@github.com:acme/shop",
      "git://github.com/acme/shop.git",
      "https://github.com/acme/shop.git",
    ],
  },
};

const nobodyReads = [
  "",
  "-",
  "--upload-pack=touch canary",
  "--upload-pack=touch${IFS}canary",
  "-u./payload",
  "ext::sh -c touch% canary",
  "ext::sh",
  "EXT::sh",
  "fd::17",
  "file:///etc/passwd",
  "FILE:///etc/passwd",
  "/srv/git/shop.git",
  "./shop",
  "../shop",
  "~/shop",
  "C:\\shop",
  "\\\\host\\shop",
  "ftp://example.com/shop",
  "javascript:alert(1)",
  " https://github.com/acme/shop",
  "https://github.com/acme/shop ",
  "https://github.com/acme/my shop",
  "https://github.com/acme/shop\n",
  "https://github.com/acme/shop\0",
  "https://github.com/acme/shop%00",
  "https://github.com/acme/%0Ahost=evil.example",
  "https://github.com/acme/\u202eshop",
  "git@github.com:acme/shop\n",
  "git@github.com:acme/my shop",
  "git@github.com:acme/shop\0",
  "ssh://git@github.com/acme/%0ashop",
  "https://github.com\\@evil.example/shop",
  `https://github.com/${"a".repeat(65_536)}`,
];

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
  const { reads, refuses, credential, secret } = promises[provider];

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
    [`${provider}://ana:hunter2@example.com/shop`, "Take the"],
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

  it("links a commit on the hosts that are known to show it, and nowhere else", () => {
    const [url] = Object.keys(reads);
    expect(host.parse(url!).commitUrl(commit)).toBe(`https://github.com/acme/shop/commit/${commit}`);
    expect(host.parse(url!).commitUrl('main"><script>')).toBeNull();
    expect(host.parse(url!.replace("github.com", "git.example.com")).commitUrl(commit)).toBeNull();
    expect(host.parse(url!.replace("github.com", "gitlab.com")).commitUrl(commit)).toContain("/acme/shop/-/commit/");
    expect(host.parse(url!.replace("github.com", "bitbucket.org")).commitUrl(commit)).toContain("/acme/shop/commits/");
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
