import { later } from "#tests/support/later.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { makeGitClient } from "#tests/support/git-client.ts";
import { startBitbucket } from "../bitbucket.ts";
import { startGitHub } from "../github.ts";
import { startGitLab } from "../gitlab.ts";
import type { GitService } from "./service.ts";

/** What a test must know of each host to ask all three the same. */
export interface Host {
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

export const hosts: Host[] = [
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

export const callback = "http://127.0.0.1:3000/api/oauth/callback";

export async function startHost(host: Host): Promise<GitService> {
  const service = await host.start();
  later(service.stop);
  service.addUser("ana");
  service.allow(callback);
  return service;
}

export function authorizeUrl(host: Host, service: GitService, fields: Record<string, string> = {}): string {
  const base = { client_id: service.client.id, redirect_uri: callback, scope: host.scope, state: "the state" };
  return `${service.url}${host.pages.authorize}?${new URLSearchParams({ response_type: "code", ...base, ...fields })}`;
}

export const codeFields = (back: URL) => ({
  grant_type: "authorization_code",
  code: back.searchParams.get("code") ?? "",
  redirect_uri: callback,
});

/** Every client says who it is in the header where the host takes that, and in the body elsewhere. */
export async function giveToken(host: Host, service: GitService, fields: object, secret = service.client.secret) {
  const { id } = service.client;
  const isBasic = host.provider === "bitbucket";
  const body = new URLSearchParams({ ...fields, ...(isBasic ? {} : { client_id: id, client_secret: secret }) });
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const headers = { accept: "application/json", ...(isBasic ? { authorization } : {}) };
  const response = await fetch(`${service.url}${host.pages.token}`, { method: "POST", headers, body });
  return (await response.json()) as Record<string, unknown>;
}

export async function call(service: GitService, token: string, path: string, body?: object, patience = 20_000) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  const response = await fetch(`${service.apiUrl}${path}`, { headers, ...init, signal: AbortSignal.timeout(patience) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const parsed: unknown = isJson && text ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed };
}

export async function clientFor(username: string, token: string) {
  const client = await makeGitClient({ kind: "basic", username, password: Secret.of(token) });
  later(client.remove);
  return client;
}
