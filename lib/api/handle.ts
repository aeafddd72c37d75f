import type { KeyHolder } from "#lib/access/actor.ts";
import { authenticateKey } from "#lib/access/api-key.ts";
import { enter } from "#lib/access/entry.ts";
import { limit, type Spent } from "#lib/access/limit.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { peerAddress } from "#lib/respond.ts";
import { type Body, readBody } from "./body.ts";
import { camel, toCamel, toSnake } from "./case.ts";
import { Document } from "./document.ts";
import { type Answer, fingerprintOf, once } from "./idempotency.ts";
import { type Match, match } from "./match.ts";
import { openApi } from "./openapi.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { apiProblem, Refusal } from "./problem.ts";
import { readStrings } from "./strings.ts";

const base = "/api/v1";

/** The door of the REST API: a request in, an answer or a problem out, never an exception. */
export async function handleApi(request: Request): Promise<Response> {
  const headers = new Headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  const response = await answer(request, headers).catch(apiProblem);
  for (const [name, value] of headers) if (!response.headers.has(name)) response.headers.set(name, value);
  if (response.status === 429 && headers.has("ratelimit-reset")) {
    response.headers.set("retry-after", headers.get("ratelimit-reset") ?? "60");
  }
  return request.method === "HEAD" ? new Response(null, response) : response;
}

async function answer(request: Request, headers: Headers): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(base.length);
  if (path === "/openapi.json") return describe(request);
  const found = match(operations, path);
  if (found.size === 0) throw new Failure("not_found", "There is nothing at this address of the API.");
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: allowed(found) } });
  const called = found.get(request.method === "HEAD" ? "GET" : request.method);
  if (!called) throw wrongMethod(allowed(found));
  const bearer = bearerOf(request, headers);
  const actor = await authenticate(bearer, request, headers);
  return call({ request, url, called, actor, bearer, headers });
}

interface Call {
  request: Request;
  url: URL;
  called: Match;
  actor: KeyHolder;
  bearer: string;
  headers: Headers;
}

async function call({ request, url, called, actor, bearer, headers }: Call): Promise<Response> {
  const { id, operation } = called;
  const body = await readBody(request);
  const input = inputOf(called, url, body);
  const perform = () => enter(id, operation, actor, input, (spent) => tell(headers, spent));
  const key = operation.method === "POST" ? request.headers.get("idempotency-key") : null;
  if (key === null) return respond(operation, await perform());
  const attempt = { actor, key, fingerprint: fingerprintOf(bearer, operation.method, url.pathname, body.bytes) };
  const result = await once(attempt, async () => wire(operation, await perform()), withoutSecrets(operation));
  if (result.isRepeated) headers.set("idempotency-replayed", "true");
  return send(result.answer);
}

function inputOf({ operation, parameters }: Match, url: URL, body: Body): Record<string, unknown> {
  const given = operation.method === "GET" ? readStrings(operation.input, queryOf(url)) : body.fields;
  const stray = operation.method === "GET" ? Object.keys(body.fields) : Object.keys(queryOf(url));
  const [wrong] = [...stray, ...Object.keys(parameters).filter((name) => Object.hasOwn(given, name))];
  if (wrong !== undefined) throw invalid(wrong, "There is no such field here.");
  return { ...given, ...parameters };
}

function queryOf(url: URL): Record<string, unknown> {
  const names = [...url.searchParams.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(camel(twice), "This is given twice.");
  return toCamel(Object.fromEntries(url.searchParams)) as Record<string, unknown>;
}

function bearerOf(request: Request, headers: Headers): string {
  const [, token] = /^Bearer +(dp_[\w-]{1,100})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token) return token;
  headers.set("www-authenticate", "Bearer");
  throw new Failure(
    "unauthenticated",
    "Send an API key: `Authorization: Bearer dp_…`. Make one in Settings, API keys.",
  );
}

async function authenticate(bearer: string, request: Request, headers: Headers): Promise<KeyHolder> {
  const address = peerAddress(request.headers);
  try {
    return await authenticateKey(bearer, address);
  } catch (error) {
    headers.set("www-authenticate", 'Bearer error="invalid_token"');
    await limit(`api-refused:${address ?? "unknown"}`, { tries: 60, seconds: 60 }, (spent) => tell(headers, spent));
    throw error;
  }
}

function respond(operation: Operation, result: unknown): Response {
  if (!(result instanceof Document)) return send(wire(operation, result));
  const { type, fileName, text } = result;
  const headers = { "content-type": type, "content-disposition": `attachment; filename="${fileName}"` };
  return new Response(text, { status: operation.status, headers });
}

const wire = ({ status }: Operation, result: unknown): Answer => ({ status, body: toSnake(result) });

function send({ status, body }: Answer): Response {
  return status === 204 ? new Response(null, { status }) : Response.json(body, { status });
}

/** A secret that was shown once is not kept for a repetition. */
function withoutSecrets({ shownOnce }: Operation) {
  const secret = new Set(shownOnce.map((name) => toSnakeName(name)));
  return ({ status, body }: Answer): Answer => {
    if (typeof body !== "object" || body === null) return { status, body };
    return { status, body: Object.fromEntries(Object.entries(body).filter(([name]) => !secret.has(name))) };
  };
}

function toSnakeName(name: string): string {
  return Object.keys(toSnake({ [name]: null }) as object)[0] ?? name;
}

function describe(request: Request): Response {
  const allow = "GET, HEAD, OPTIONS";
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  if (!["GET", "HEAD"].includes(request.method)) throw wrongMethod(allow);
  return Response.json(openApi());
}

function allowed(found: Map<string, Match>): string {
  return [...found.keys(), ...(found.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
}

function wrongMethod(allow: string): Refusal {
  return new Refusal(405, `This address takes ${allow}.`, { allow });
}

function tell(headers: Headers, { tries, left, secondsToReset }: Spent): void {
  headers.set("ratelimit-limit", String(tries));
  headers.set("ratelimit-remaining", String(left));
  headers.set("ratelimit-reset", String(secondsToReset));
}
