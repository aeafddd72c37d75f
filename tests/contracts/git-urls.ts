import type { GitRepository } from "#lib/integrations/git/git.ts";
import type { GitProvider } from "#lib/integrations/git/index.ts";

const key =
  "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ==\n-----END OPENSSH PRIVATE KEY-----\n";

/** A site, and the part of a commit's address that is known of it; null for a site that nobody knows. */
interface Site {
  site: string;
  part: string | null;
}

interface Promises {
  reads: Record<string, Partial<GitRepository>>;
  refuses: string[];
  credential: object;
  secret: string;
  /** The scheme of its URLs. */
  takes: "https" | "ssh";
  /** Where a commit of acme/shop is shown on a site. */
  commitPages(site: Site): string | null;
}

const known = ({ site, part }: Site) => part && `${site}/acme/shop/${part}/`;

const httpsReads = {
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
} satisfies Record<string, Partial<GitRepository>>;

const httpsRefuses = [
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
];

/** The hosts that are reached with a token over HTTPS: what HTTPS reads, they read. */
const token = {
  credential: { access_token: "a-token", refresh_token: "another-token", is_personal: false },
  secret: "a-token",
  takes: "https",
  reads: httpsReads,
  refuses: httpsRefuses,
} as const;

/** What each provider must read, beside what all must refuse. A provider that is not described here fails the suite. */
export const promises: Record<GitProvider, Promises> = {
  https: {
    credential: { username: "ana", password: "a-token" },
    secret: "a-token",
    takes: "https",
    reads: httpsReads,
    refuses: httpsRefuses,
    commitPages: known,
  },
  ssh: {
    credential: { private_key: key },
    secret: key,
    takes: "ssh",
    commitPages: known,
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
  github: { ...token, commitPages: ({ site }) => `${site}/acme/shop/commit/` },
  gitlab: { ...token, commitPages: ({ site }) => `${site}/acme/shop/-/commit/` },
  bitbucket: { ...token, commitPages: ({ site }) => `${site}/acme/shop/commits/` },
};

/** What no provider may read. */
export const nobodyReads = [
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
