import { z } from "zod";
import { ruleOf } from "#lib/access/permissions.ts";
import { env } from "#lib/env.ts";
import { snake } from "./case.ts";
import { parameterNames } from "./match.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** The API as OpenAPI 3.1 describes it, from the same table that answers. https://spec.openapis.org/oas/v3.1.1.html */
export function openApi() {
  return {
    openapi: "3.1.1",
    info: { title: "Devpilot", version: "1", description },
    servers: [{ url: `${env.url}/api/v1` }],
    security: [{ apiKey: [] }],
    paths: pathsOf(operations),
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key, `dp_…`." } },
      schemas: { Problem: problem },
      responses: {
        Problem: { description: "What went wrong.", content: { "application/problem+json": { schema: problemRef } } },
      },
    },
  };
}

const description =
  "Everything the console can do. A key belongs to one workspace. Lists take `limit` and `cursor` and answer " +
  "`{data, next_cursor}`. A POST with an `Idempotency-Key` is done once, however often it is sent within a day.";

const problemRef = { $ref: "#/components/schemas/Problem" };

const problem = {
  type: "object",
  description: "RFC 9457 problem details.",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { field: { type: "string" }, message: { type: "string" } },
        required: ["field", "message"],
      },
    },
  },
  required: ["type", "title", "status", "detail"],
};

function pathsOf(table: Record<string, Operation>): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, operation] of Object.entries(table)) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.method.toLowerCase()] = describe(id, operation);
  }
  return paths;
}

function describe(id: string, operation: Operation): object {
  const { method, path, summary, status, permission } = operation;
  const { properties = {}, required = [] } = schemaOf(operation.input, "input");
  const inPath = parameterNames(path);
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const query = method === "GET" ? rest : [];
  const parameter = (where: string) => (name: string) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: properties[name],
  });
  return {
    operationId: id,
    summary,
    description: `Needs an API key with the scope \`${ruleOf(permission).scope}\`.`,
    tags: [id.split(".")[0]],
    parameters: [...inPath.map(parameter("path")), ...query.map(parameter("query")), ...repeatable(method)],
    ...(method !== "GET" && rest.length > 0 && { requestBody: bodyOf(properties, required, rest) }),
    responses: { [status]: success(operation), default: { $ref: "#/components/responses/Problem" } },
  };
}

function repeatable(method: string): object[] {
  if (method !== "POST") return [];
  return [{ name: "Idempotency-Key", in: "header", required: false, schema: { type: "string", maxLength: 255 } }];
}

function bodyOf(properties: Record<string, Schema>, required: string[], names: string[]): object {
  const schema = {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    required: names.filter((name) => required.includes(name)),
    additionalProperties: false,
  };
  return { required: schema.required.length > 0, content: { "application/json": { schema } } };
}

function success({ status, answer, summary }: Operation): object {
  if (status === 204) return { description: summary };
  const schema = schemaOf(answer, "output");
  const type = schema.type === "string" ? "text/csv" : "application/json";
  return { description: summary, content: { [type]: { schema } } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: dates });
  return inSnake(rest) as Schema;
}

function dates({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }) {
  if (zodSchema._zod.def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
}

/** Names of properties, and mentions of them, as the API writes them. */
function inSnake(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inSnake);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]: [string, unknown]) => [keyword, renamed(keyword, value)]),
  );
}

function renamed(keyword: string, value: unknown): unknown {
  if (keyword === "required" && Array.isArray(value)) return value.map((name) => snake(String(name)));
  if (keyword !== "properties" || typeof value !== "object" || value === null) return inSnake(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snake(name), inSnake(inner)]));
}
