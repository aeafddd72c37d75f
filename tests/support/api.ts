import { snake, toSnake } from "#lib/api/case.ts";
import { handleApi } from "#lib/api/handle.ts";
import { parameterNames } from "#lib/api/match.ts";
import type { Operation } from "#lib/api/operation.ts";
import { type OperationId, operations } from "#lib/api/operations.ts";

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  body: Json;
}

export interface Json {
  [name: string]: unknown;
  data?: Json[];
  errors?: { field: string; message: string }[];
}

export interface CallOptions {
  token?: string;
  headers?: Record<string, string>;
}

/** Calls an operation over the API's own door, with its input named as in the code. */
export async function call(id: OperationId, input: Record<string, unknown>, options: CallOptions): Promise<Answered> {
  const { method, path }: Operation = operations[id];
  const inPath = parameterNames(path);
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.includes(name)));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  if (method !== "GET") return send(method, filled, { ...options, json: toSnake(rest) });
  const query = Object.entries(rest).map(([name, value]) => [snake(name), String(value)]);
  return send(method, query.length > 0 ? `${filled}?${new URLSearchParams(query).toString()}` : filled, options);
}

/** Any request at all. */
export async function send(
  method: string,
  path: string,
  { token, headers = {}, json, body }: CallOptions & { json?: unknown; body?: BodyInit } = {},
): Promise<Answered> {
  const response = await handleApi(
    new Request(`http://devpilot.test/api/v1${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body ?? (json === undefined ? undefined : JSON.stringify(json)),
    }),
  );
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Json) : {} };
}
