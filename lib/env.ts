import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "./failure.ts";

/**
 * The settings that come from outside, and the only reader of `process.env`. Everything is read when it is asked for,
 * so that a test or `start` may set a variable before the first use. A wrong value throws a Failure that names it.
 */
export const env = {
  /** Where PostgreSQL is: the variable, else what a running `npm start` wrote beside its data. */
  get databaseUrl(): string {
    return text("DATABASE_URL") ?? embeddedDatabaseUrl();
  },
  /** True when somebody else runs PostgreSQL; then Devpilot starts none of its own. */
  get hasDatabaseUrl(): boolean {
    return text("DATABASE_URL") !== undefined;
  },
  /** Keys, locks and the embedded server's data. */
  get dataDirectory(): string {
    return resolve(/* turbopackIgnore: true */ text("DEVPILOT_DATA") ?? ".devpilot");
  },
  /** Written by `start` while its embedded server runs, so that other processes find it. */
  get databaseUrlFile(): string {
    return join(/* turbopackIgnore: true */ env.dataDirectory, "database-url");
  },
  /** The base of every link, without a slash at the end. */
  get url(): string {
    return baseUrl("DEVPILOT_URL") ?? `http://localhost:${env.port}`;
  },
  get port(): number {
    return integer("PORT", 3000, { least: 1, most: 65_535 });
  },
  /** The address that web listens on: loopback unless somebody opens it. */
  get host(): string {
    return text("DEVPILOT_HOST") ?? "127.0.0.1";
  },
  /** The keyring as `id:base64,id2:base64`, the first one primary; undefined when it lives in a file. */
  get keys(): string | undefined {
    return text("DEVPILOT_KEYS");
  },
  /** Git hosts that may be read over plain `http://`. */
  get insecureGitHosts(): string[] {
    return list("DEVPILOT_INSECURE_GIT_HOSTS");
  },
  /** Hosts in the operator's own network that Devpilot itself may call: names, `name:port`, addresses or networks. */
  get privateHosts(): string[] {
    return list("DEVPILOT_PRIVATE_HOSTS");
  },
  /** The OAuth applications that the operator registered with git hosts; `url` is null for the public one. */
  get oauthClients(): OAuthClientSettings[] {
    return oauthVariables.flatMap((names) => oauthClient(names));
  },
  /** How long a runner may act on an app without a sign of life. */
  get leaseSeconds(): number {
    return decimal("DEVPILOT_LEASE_SECONDS", 30);
  },
  get heartbeatSeconds(): number {
    return decimal("DEVPILOT_HEARTBEAT_SECONDS", 10);
  },
  /** How long a host may be silent past a cancel or a time-out before the run ends as Failed, "lost contact". */
  get silenceSeconds(): number {
    return decimal("DEVPILOT_SILENCE_SECONDS", 900);
  },
  /** How often a worker looks for waiting work and expired leases by itself. */
  get sweepSeconds(): number {
    return decimal("DEVPILOT_SWEEP_SECONDS", 5);
  },
  /** The full counts of the fault and fuzz tests instead of the small ones. */
  get soak(): boolean {
    return flag("DEVPILOT_SOAK");
  },
  get isProduction(): boolean {
    return text("NODE_ENV") === "production";
  },
};

/** The environment for a process that Devpilot starts: its own, and these. */
export function environmentWith(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

/** The environment for a program that is to know nothing of ours but where programs are, and these. */
export function bareEnvironment(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, ...variables };
}

/** Hands settings of ours to libraries that read the environment by themselves; before they are loaded. */
export function provide(settings: Record<string, string>): void {
  Object.assign(process.env, settings);
}

export interface OAuthClientSettings {
  provider: string;
  clientId: string;
  clientSecret: string;
  url: string | null;
}

const oauthVariables = [
  {
    provider: "github",
    id: "DEVPILOT_GITHUB_CLIENT_ID",
    secret: "DEVPILOT_GITHUB_CLIENT_SECRET",
    url: "DEVPILOT_GITHUB_URL",
  },
  {
    provider: "gitlab",
    id: "DEVPILOT_GITLAB_CLIENT_ID",
    secret: "DEVPILOT_GITLAB_CLIENT_SECRET",
    url: "DEVPILOT_GITLAB_URL",
  },
  {
    provider: "bitbucket",
    id: "DEVPILOT_BITBUCKET_CLIENT_ID",
    secret: "DEVPILOT_BITBUCKET_CLIENT_SECRET",
    url: "DEVPILOT_BITBUCKET_URL",
  },
];

function oauthClient(names: (typeof oauthVariables)[number]): OAuthClientSettings[] {
  const [clientId, clientSecret, url] = [text(names.id), text(names.secret), baseUrl(names.url) ?? null];
  if (clientId && clientSecret) return [{ provider: names.provider, clientId, clientSecret, url }];
  const given = clientId ? names.id : clientSecret ? names.secret : url ? names.url : null;
  if (!given) return [];
  throw new Failure("invalid", `${clientId ? names.secret : names.id} is missing: it belongs to ${given}.`);
}

function text(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}

function list(name: string): string[] {
  return (text(name) ?? "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "");
}

function flag(name: string): boolean {
  const given = text(name)?.toLowerCase() ?? "";
  if (["", "0", "false", "no"].includes(given)) return false;
  if (["1", "true", "yes"].includes(given)) return true;
  throw wrong(name, "1 or 0");
}

function integer(name: string, otherwise: number, bounds: { least: number; most: number }): number {
  const given = text(name);
  if (given === undefined) return otherwise;
  const value = /^\d+$/.test(given) ? Number(given) : NaN;
  if (value >= bounds.least && value <= bounds.most) return value;
  throw wrong(name, `a whole number from ${bounds.least} to ${bounds.most}`);
}

function decimal(name: string, otherwise: number): number {
  const given = text(name);
  if (given === undefined) return otherwise;
  const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : NaN;
  if (value > 0) return value;
  throw wrong(name, "a number of seconds above 0");
}

function baseUrl(name: string): string | undefined {
  const given = text(name);
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search) return url.origin;
  throw wrong(name, "an address such as https://devpilot.example.com, without a path");
}

function embeddedDatabaseUrl(): string {
  if (existsSync(env.databaseUrlFile)) return readFileSync(env.databaseUrlFile, "utf8").trim();
  throw new Failure(
    "unavailable",
    "No database: set DATABASE_URL, or run `npm start`, which brings its own PostgreSQL.",
  );
}

function wrong(name: string, wanted: string): Failure {
  return new Failure("invalid", `${name} must be ${wanted}.`);
}
