import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Dialect } from "./dialect.ts";
import type { User } from "./model.ts";
import type { State } from "./state.ts";
import type { Token } from "./tokens.ts";

/** A request as a route sees it. */
export interface Call {
  readonly state: State;
  readonly dialect: Dialect;
  readonly method: string;
  /** Below the API's root, as it came: percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly input: Record<string, unknown>;
  readonly params: Record<string, string>;
  /** Null on routes that take none; the route's `auth` says. */
  readonly token: Token | null;
}

export interface Answer {
  status: number;
  /** Text (HTML unless the headers say else) and bytes go out as they are, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  method: string;
  /** `/repos/{owner}/{repo}`: one part of the path each; `{ref+}` takes the rest, slashes included. */
  path: string;
  /** The token needs one of these scopes. */
  scopes?: string[];
  /** Default: by token. */
  auth?: "none";
  handle(call: Call): Answer | Promise<Answer>;
}

/** Thrown by a route that refuses: the answer in the provider's own shape. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

export function userOf(call: Call): User {
  if (!call.token) throw new Error(`${call.path} has no user`);
  return call.token.user;
}

export function matchRoute(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | null {
  for (const route of routes) {
    const found = route.method === method ? patternOf(route.path).exec(path) : null;
    if (found) return { route, params: decodeAll(found.groups ?? {}) };
  }
  return null;
}

const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known) return known;
  const source = path.replace(/\{(\w+)(\+?)\}/g, (_, name: string, rest: string) =>
    rest ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  const pattern = new RegExp(`^${source}/?$`);
  patterns.set(path, pattern);
  return pattern;
}

function decodeAll(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** Reads a body of JSON or of form fields; null when it is neither. */
export async function readInput(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const text = (await buffer(request)).toString();
  if (text === "") return {};
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  if (isForm) return Object.fromEntries(new URLSearchParams(text));
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (body === undefined) return void response.writeHead(status, headers).end();
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const type = isText ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, ...headers }).end(isText ? body : JSON.stringify(body));
}

/** RFC 7617: the user name ends at the first colon. */
export function readBasic(header: string | undefined): { user: string; password: string } | null {
  const [, encoded] = /^basic ([a-z0-9+/=]+)$/i.exec(header ?? "") ?? [];
  if (!encoded) return null;
  const decoded = Buffer.from(encoded, "base64").toString();
  const colon = decoded.indexOf(":");
  return colon < 0 ? null : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** A text field of the input, or null when it is absent, empty or no text. */
export function textOf(input: Record<string, unknown>, name: string): string | null {
  const value = input[name];
  return typeof value === "string" && value !== "" ? value : null;
}
