import { beforeAll, expect, test } from "vitest";
import type { Operation } from "#lib/api/operation.ts";
import { operations } from "#lib/api/operations.ts";
import { send } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";

interface Described {
  operationId: string;
  summary: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: { properties: Record<string, object> } }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

let description: { openapi: string; paths: Record<string, Record<string, Described>> };

beforeAll(async () => {
  await freshDatabase();
  const { status, text } = await send("GET", "/openapi.json");
  expect(status).toBe(200);
  description = JSON.parse(text) as typeof description;
});

const table: [string, Operation][] = Object.entries(operations);

test("anybody may read the description, and it is OpenAPI 3.1", () => {
  expect(description.openapi).toMatch(/^3\.1\./);
});

test.each(table)("%s is described at its address and method, with a summary and what it answers", (id, operation) => {
  const described = description.paths[operation.path]?.[operation.method.toLowerCase()];
  expect(described?.operationId).toBe(id);
  expect(described?.summary).toBeTruthy();
  const answer = described?.responses[String(operation.status)];
  if (operation.status === 204) expect(answer?.content).toBeUndefined();
  else expect(answer?.content).toBeTruthy();
});

test.each(table)("every parameter in the path of %s is described, and every name is in snake_case", (id, operation) => {
  const described = description.paths[operation.path]?.[operation.method.toLowerCase()];
  const inPath = described?.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  expect(inPath).toEqual([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  expect([id, camelNames(described)]).toEqual([id, []]);
  for (const { schema, name } of described?.parameters ?? [])
    expect([name, schema]).toEqual([name, expect.any(Object)]);
});

test("no two operations share an address and a method, and every reference leads somewhere", async () => {
  const places = table.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, "{}")}`);
  expect(new Set(places).size).toBe(places.length);
  const { body, text } = await send("GET", "/openapi.json");
  for (const [, reference = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = reference.split("/").reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], body);
    expect([reference, target]).toEqual([reference, expect.any(Object)]);
  }
});

test("what reads takes no body, and what makes says that it can be repeated", () => {
  for (const methods of Object.values(description.paths)) {
    expect(methods.get?.requestBody).toBeUndefined();
    if (methods.post) expect(methods.post.parameters.map(({ name }) => name)).toContain("Idempotency-Key");
  }
});

/** Property names with capitals, however deep. */
function camelNames(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, inner]: [string, unknown]) => [
    ...(name === "properties" ? Object.keys(inner as object).filter((key) => /[A-Z]/.test(key)) : []),
    ...camelNames(inner),
  ]);
}
