import { afterEach, describe, expect, it } from "vitest";
import { Secret } from "#lib/secrets/secret.ts";
import { makeGitClient } from "#tests/support/git-client.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { startBitbucket } from "./bitbucket.ts";
import { startReceiver } from "./git-service/receiver.ts";
import type { GitService } from "./git-service/service.ts";
import { challengeOf } from "./git-service/tokens.ts";
import { pressOnConsent } from "./git-service/visit.ts";
import { startGitHub } from "./github.ts";
import { startGitLab } from "./gitlab.ts";

interface Host {
  provider: string;
  start: () => Promise<GitService>;
  pages: { authorize: string; token: string };
  gitUser: string;
  scope: string;
  tooNarrow: string[];
  writeScopes: string[];
  repository: string;
  hooks: string;
  hook: (url: string) => object;
  /** Statuses of what is refused: hooks without the right, and a twin of a hook. */
  withoutRight: number;
  twin: number;
  list: string;
  notFound: RegExp;
}

const hosts: Host[] = [
  {
    provider: "github",
    start: startGitHub,
    pages: { authorize: "/login/oauth/authorize", token: "/login/oauth/access_token" },
    gitUser: "x-access-token",
    scope: "repo read:user",
    tooNarrow: ["public_repo"],
    writeScopes: ["repo"],
    repository: "/repos/acme/shop",
    hooks: "/repos/acme/shop/hooks",
    hook: (url) => ({ name: "web", events: ["push"], config: { url, content_type: "json", secret: "secret" } }),
    withoutRight: 404,
    twin: 422,
    list: "/user/repos?per_page=100",
    notFound: /Not Found/,
  },
  {
    provider: "gitlab",
    start: startGitLab,
    pages: { authorize: "/oauth/authorize", token: "/oauth/token" },
    gitUser: "oauth2",
    scope: "api read_repository",
    tooNarrow: ["read_repository"],
    writeScopes: ["api"],
    repository: "/projects/acme%2Fshop",
    hooks: "/projects/acme%2Fshop/hooks",
    hook: (url) => ({ url, push_events: true, token: "secret" }),
    withoutRight: 403,
    twin: 201,
    list: "/projects?membership=true&per_page=100",
    notFound: /404 Project Not Found/,
  },
  {
    provider: "bitbucket",
    start: startBitbucket,
    pages: { authorize: "/site/oauth2/authorize", token: "/site/oauth2/access_token" },
    gitUser: "x-token-auth",
    scope: "repository account webhook",
    tooNarrow: ["account"],
    writeScopes: ["repository:write"],
    repository: "/repositories/acme/shop",
    hooks: "/repositories/acme/shop/hooks",
    hook: (url) => ({ url, description: "Devpilot", active: true, secret: "secret", events: ["repo:push"] }),
    withoutRight: 403,
    twin: 201,
    list: "/repositories/bulk?pagelen=100",
    notFound: /may not have access/,
  },
];

const callback = "http://127.0.0.1:3000/api/oauth/callback";
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe.each(hosts)("the stand-in for $provider", (host) => {
  it("lets a person in by its consent page, and a code makes one token", async () => {
    const service = await start(host);
    const back = await pressOnConsent(authorizeUrl(host, service), "authorize");
    expect(`${back.origin}${back.pathname}`).toBe(callback);
    expect(back.searchParams.get("state")).toBe("the state");
    const first = await giveToken(host, service, codeFields(back));
    expect(String(first.scope ?? first.scopes).split(/[ ,]/)).toEqual(host.scope.split(" "));
    expect((await call(service, String(first.access_token), "/user")).status).toBe(200);
    expect(await giveToken(host, service, codeFields(back))).toMatchObject({
      error: expect.stringMatching(/^(bad_v|invalid_grant)/),
    });
  });

  it("shows which scopes are asked, and gives no more than the person allows", async () => {
    const service = await start(host);
    const [kept = ""] = host.scope.split(" ");
    expect(await (await fetch(authorizeUrl(host, service))).text()).toContain(`<code>${kept}</code>`);
    service.limitScopes([kept]);
    const given = await giveToken(
      host,
      service,
      codeFields(await pressOnConsent(authorizeUrl(host, service), "authorize")),
    );
    expect(given.scope ?? given.scopes).toBe(kept);
  });

  it("leads back with access_denied when the person cancels", async () => {
    const back = await pressOnConsent(authorizeUrl(host, await start(host)), "cancel");
    expect([back.searchParams.get("error"), back.searchParams.get("state")]).toEqual(["access_denied", "the state"]);
  });

  it("never leads to an address that is not registered to the letter, and knows its client", async () => {
    const service = await start(host);
    const visit = (fields: Record<string, string>) => pressOnConsent(authorizeUrl(host, service, fields), "authorize");
    await expect(visit({ redirect_uri: `${callback}/` })).rejects.toThrow("not associated with this application");
    await expect(visit({ client_id: "stranger" })).rejects.toThrow("no application");
    const fields = codeFields(await visit({}));
    const wrong = await giveToken(host, service, fields, "wrong secret");
    expect(wrong.error).toMatch(/client/);
    expect(await giveToken(host, service, { ...fields, redirect_uri: `${callback}?x` })).toHaveProperty("error");
  });

  it("forgets a code after ten minutes", async () => {
    const service = await start(host);
    const back = await pressOnConsent(authorizeUrl(host, service), "authorize");
    service.pass(601);
    expect(await giveToken(host, service, codeFields(back))).toHaveProperty("error");
  });

  it("wants the verifier of a code challenge, where it takes challenges at all", async () => {
    const service = await start(host);
    const challenge = { code_challenge: challengeOf("v".repeat(43)), code_challenge_method: "S256" };
    const visit = () => pressOnConsent(authorizeUrl(host, service, challenge), "authorize");
    const bare = await giveToken(host, service, codeFields(await visit()));
    expect(bare).toHaveProperty(host.provider === "bitbucket" ? "access_token" : "error");
    const fields = { ...codeFields(await visit()), code_verifier: "v".repeat(43) };
    expect(await giveToken(host, service, fields)).toHaveProperty("access_token");
  });

  it("refuses an expired token, and a refresh makes a new pair and kills the old one", async () => {
    const service = await start(host);
    service.setExpiry({ isExpiring: true });
    const pair = await giveToken(
      host,
      service,
      codeFields(await pressOnConsent(authorizeUrl(host, service), "authorize")),
    );
    service.pass(Number(pair.expires_in) + 1);
    expect((await call(service, String(pair.access_token), "/user")).status).toBe(401);
    const refresh = { grant_type: "refresh_token", refresh_token: String(pair.refresh_token) };
    const next = await giveToken(host, service, refresh);
    expect((await call(service, String(next.access_token), "/user")).status).toBe(200);
    expect(await giveToken(host, service, refresh)).toHaveProperty("error");
    expect(service.refreshes).toBe(1);
  });

  it("knows nobody any more who was revoked", async () => {
    const service = await start(host);
    service.setExpiry({ isExpiring: true });
    const pair = await giveToken(
      host,
      service,
      codeFields(await pressOnConsent(authorizeUrl(host, service), "authorize")),
    );
    service.revoke("ana");
    expect((await call(service, String(pair.access_token), "/user")).status).toBe(401);
    const refresh = { grant_type: "refresh_token", refresh_token: String(pair.refresh_token) };
    expect(await giveToken(host, service, refresh)).toHaveProperty("error");
  });

  it("refuses an unknown token and one that is too narrow", async () => {
    const service = await start(host);
    await service.addRepository({ path: "acme/shop" });
    expect((await call(service, "stranger", "/user")).status).toBe(401);
    const narrow = await call(service, service.tokenFor("ana", host.tooNarrow), host.repository);
    expect(narrow.status).toBe(host.provider === "github" ? 404 : 403);
  });

  it("hides private repositories from strangers, and shows public ones", async () => {
    const service = await start(host);
    await service.addRepository({ path: "acme/shop" });
    const hidden = await call(service, service.tokenFor("bo"), host.repository);
    expect([hidden.status, JSON.stringify(hidden.body)]).toEqual([404, expect.stringMatching(host.notFound)]);
    await service.addRepository({ path: "acme/shop", isPrivate: false });
    expect((await call(service, service.tokenFor("bo"), host.repository)).status).toBe(200);
  });

  it("keeps hooks to those who may have them, and minds twins as the real one does", async () => {
    const service = await start(host);
    await service.addRepository({ path: "acme/shop", members: { ana: "admin", bo: "write" } });
    const make = (login: string) =>
      call(service, service.tokenFor(login), host.hooks, host.hook("http://127.0.0.1:9/"));
    expect((await make("bo")).status).toBe(host.withoutRight);
    const made = await make("ana");
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain('"secret":"secret"');
    expect((await make("ana")).status).toBe(host.twin);
    await service.settled();
  });

  it("lists thousands of repositories page by page", async () => {
    const service = await start(host);
    service.addRepositories(2345);
    const token = service.tokenFor("ana");
    const began = performance.now();
    const seen = new Set<unknown>();
    for (let next: string | null = `${service.apiUrl}${host.list}`; next;) {
      const response: Response = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
      const body = await response.json();
      const items: { id?: number; uuid?: string }[] = Array.isArray(body) ? body : body.values;
      for (const item of items) seen.add(item.uuid ?? item.id);
      next = body.next ?? /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1] ?? null;
    }
    expect(seen.size).toBe(2345);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("serves git with a token as the password, and calls the hooks of a real push", async () => {
    const [service, receiver, source] = [await start(host), await startReceiver(), await makeRepository()];
    ends.push(receiver.stop, source.remove);
    const { cloneUrl } = await service.addRepository({
      path: "acme/shop",
      source: source.path,
      members: { ana: "admin", bo: "read" },
    });
    const token = service.tokenFor("ana", [...host.scope.split(" "), ...host.writeScopes]);
    await call(service, token, host.hooks, host.hook(receiver.url));
    await service.settled();
    const client = await clientFor(host.gitUser, token);
    await client.run("fetch", cloneUrl, "main");
    await client.run("checkout", "-b", "main", "FETCH_HEAD");
    await client.run(
      "-c",
      "user.name=Ana",
      "-c",
      "user.email=ana@example.com",
      "commit",
      "--allow-empty",
      "-m",
      "Ship it",
    );
    await client.run("push", cloneUrl, "main");
    await service.settled();
    const pushed = await source.head();
    expect(pushed).toBe(await client.run("rev-parse", "main"));
    expect(receiver.received.at(-1)?.body).toContain(pushed);
    expect(receiver.received.at(-1)?.body).toContain("Ship it");

    const reader = await clientFor(host.gitUser, service.tokenFor("bo", host.writeScopes));
    await reader.run("fetch", cloneUrl, "main");
    await expect(reader.run("push", cloneUrl, "FETCH_HEAD:refs/heads/mine")).rejects.toThrow("403");
    const stranger = await clientFor(host.gitUser, service.tokenFor("cy", host.writeScopes));
    await expect(stranger.run("fetch", cloneUrl, "main")).rejects.toThrow("not found");
    service.revoke("ana");
    await expect(client.run("fetch", cloneUrl, "main")).rejects.toThrow("Authentication failed");
  });

  it("misbehaves as it is told, where it is told, and is itself again", async () => {
    const service = await start(host);
    const ask = () => call(service, service.tokenFor("ana"), "/user");
    service.setFault({ kind: "429", retryAfter: 7 }, /\/user$/);
    const slow = await ask();
    expect([slow.status, slow.headers.get("retry-after")]).toEqual([429, "7"]);
    expect((await fetch(authorizeUrl(host, service))).status).toBe(200);
    service.setFault({ kind: "500" });
    expect((await ask()).status).toBe(500);
    service.setFault({ kind: "html" });
    expect((await ask()).headers.get("content-type")).toContain("text/html");
    service.setFault({ kind: "cut" });
    await expect(ask()).rejects.toThrow(/terminated|failed|closed/);
    service.setFault(null);
    expect((await ask()).status).toBe(200);
    expect(service.requests.map(({ status, user }) => [status, user])).toEqual([
      [429, "ana"],
      [200, null],
      [500, "ana"],
      [200, "ana"],
      [200, "ana"],
      [200, "ana"],
    ]);
  });

  it("counts the calls of an hour", async () => {
    const service = await start(host);
    service.setRateLimit(2);
    const token = service.tokenFor("ana");
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await call(service, token, "/user")).status);
    expect(statuses).toEqual([200, 200, host.provider === "github" ? 403 : 429]);
    service.pass(3601);
    service.setExpiry({ accessSeconds: 9999 });
    expect((await call(service, service.tokenFor("ana"), "/user")).status).toBe(200);
  });
});

async function start(host: Host): Promise<GitService> {
  const service = await host.start();
  ends.push(service.stop);
  service.addUser("ana");
  service.allow(callback);
  return service;
}

function authorizeUrl(host: Host, service: GitService, fields: Record<string, string> = {}): string {
  const base = { client_id: service.client.id, redirect_uri: callback, scope: host.scope, state: "the state" };
  return `${service.url}${host.pages.authorize}?${new URLSearchParams({ response_type: "code", ...base, ...fields })}`;
}

const codeFields = (back: URL) => ({
  grant_type: "authorization_code",
  code: back.searchParams.get("code") ?? "",
  redirect_uri: callback,
});

/** Every client says who it is in the header where the host takes that, and in the body elsewhere. */
async function giveToken(host: Host, service: GitService, fields: object, secret = service.client.secret) {
  const { id } = service.client;
  const isBasic = host.provider === "bitbucket";
  const body = new URLSearchParams({ ...fields, ...(isBasic ? {} : { client_id: id, client_secret: secret }) });
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const headers = { accept: "application/json", ...(isBasic ? { authorization } : {}) };
  const response = await fetch(`${service.url}${host.pages.token}`, { method: "POST", headers, body });
  return (await response.json()) as Record<string, unknown>;
}

async function call(service: GitService, token: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`${service.apiUrl}${path}`, { headers, ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const parsed: unknown = isJson && text ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed };
}

async function clientFor(username: string, token: string) {
  const client = await makeGitClient({ kind: "basic", username, password: Secret.of(token) });
  ends.push(client.remove);
  return client;
}
