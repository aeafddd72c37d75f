import { Ajv, type ValidateFunction } from "ajv";
import { isRecord } from "./http.ts";

/** What a provider's machine-readable description says about requests and answers. */
export interface Specification {
  /** What is wrong with a request, in words; an empty list for one that the description knows. */
  checkRequest(method: string, path: string, query: URLSearchParams, body: unknown): string[];
  /** What is wrong with an answer. */
  checkAnswer(method: string, path: string, status: number, body: unknown): string[];
}

export interface SpecificationOptions {
  /** `GET /path` of what is newer than the description, as patterns: not checked. */
  newer?: RegExp[];
  /** Query parameters that every list takes without the description saying so. */
  commonQuery?: string[];
  /** Properties that it wants in every object, and that a request may leave out all the same. */
  answersOnly?: string[];
  /** Whether refusals have the form that it says. Bitbucket's have another. */
  coversRefusals?: boolean;
}

interface Operation {
  /** Its place in the document, as a JSON pointer. */
  pointer: string;
  parameters: Parameter[];
  body: { pointer: string; isRequired: boolean } | null;
  definition: Record<string, unknown>;
}

interface Parameter {
  name: string;
  place: unknown;
  isRequired: boolean;
  pointer: string | null;
}

type Document = Record<string, unknown>;

/** Reads OpenAPI 3.0 or Swagger 2.0. Schemas are compiled when they are first asked for; formats are not checked. */
export function readSpecification(document: Document, options: SpecificationOptions = {}): Specification {
  widen(document);
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, allErrors: true, logger: false });
  ajv.addSchema(document, "spec");
  const paths = Object.keys(recordAt(document, "paths")).sort(byFewestVariables);
  const compiled = new Map<string, ValidateFunction>();

  const isNewer = (method: string, path: string) =>
    options.newer?.some((pattern) => pattern.test(`${method} ${path}`)) ?? false;

  function complaints(pointer: string, value: unknown, about: string, optional: string[] = []): string[] {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `spec#${pointer}` });
    compiled.set(pointer, validate);
    if (validate(value)) return [];
    const grave = (validate.errors ?? []).filter(({ params }) => !optional.includes(String(params.missingProperty)));
    return grave.slice(0, 5).map((error) => `${about}${error.instancePath} ${error.message}`);
  }

  /** A query is text; what looks like a number or a truth value may be meant as one. */
  function aboutQuery(pointer: string, text: string, name: string): string[] {
    return complaints(pointer, text, name).length === 0 ? [] : complaints(pointer, readQuery(text), name);
  }

  function operationOf(method: string, path: string): Operation | null {
    const key = paths.find(
      (one) => patternOf(one).test(path) && method.toLowerCase() in recordAt(document, "paths", one),
    );
    return key === undefined ? null : readOperation(document, key, method.toLowerCase());
  }

  return {
    checkRequest(method, path, query, body) {
      if (isNewer(method, path)) return [];
      const operation = operationOf(method, path);
      if (!operation) return ["the description does not know this path and method"];
      const known = operation.parameters.filter(({ place }) => place === "query");
      const common = options.commonQuery ?? [];
      const unknown = [...query.keys()].filter(
        (name) => !common.includes(name) && !known.some((one) => one.name === name),
      );
      const missing = known.filter(({ name, isRequired }) => isRequired && !query.has(name));
      return [
        ...unknown.map((name) => `it takes no ${name} in the query`),
        ...missing.map(({ name }) => `it needs ${name} in the query`),
        ...known.flatMap(({ name, pointer }) =>
          pointer && query.has(name) ? aboutQuery(pointer, query.get(name) ?? "", name) : [],
        ),
        ...(operation.body && (operation.body.isRequired || (isRecord(body) && Object.keys(body).length > 0))
          ? complaints(operation.body.pointer, body, "body", options.answersOnly)
          : []),
      ];
    },
    checkAnswer(method, path, status, body) {
      const isRefusal = status >= 400;
      if (isNewer(method, path) || (isRefusal && !options.coversRefusals)) return [];
      const operation = operationOf(method, path);
      if (!operation) return [`the description does not know ${method} ${path}`];
      const pointer = answerPointer(document, operation, status);
      if (pointer === undefined && isRefusal) return [];
      if (pointer === undefined) return [`${method} ${path} never answers ${status}`];
      return pointer === null ? [] : complaints(pointer, body, `${method} ${path} ${status}`);
    },
  };
}

/** Fixed paths before those with variables, so that `/user/repos` is not taken for `/user/{account_id}`. */
function byFewestVariables(one: string, other: string): number {
  const count = (path: string) => path.split("{").length;
  return count(one) - count(other);
}

const patterns = new Map<string, RegExp>();

/** The last variable of a path takes slashes too: branches, refs and files have them. The root of a tree has no name. */
function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known) return known;
  const source = path
    .replace(/[.+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(branch|ref|name)\}$/, ".+")
    .replace(/\{path\}$/, ".*")
    .replace(/\{[^}]+\}/g, "[^/]+");
  const pattern = new RegExp(`^${source}/?$`);
  patterns.set(path, pattern);
  return pattern;
}

function readOperation(document: Document, path: string, method: string): Operation {
  const base = `/paths/${escapePointer(path)}`;
  const shared = readParameters(document, `${base}/parameters`);
  const own = readParameters(document, `${base}/${method}/parameters`);
  const parameters = [...own, ...shared.filter(({ name }) => !own.some((one) => one.name === name))];
  const definition = recordAt(document, "paths", path, method);
  const pointer = `${base}/${method}`;
  return { pointer, definition, parameters, body: readBody(document, definition, pointer, parameters) };
}

function readBody(document: Document, definition: Document, pointer: string, parameters: Parameter[]) {
  const inBody = parameters.find(({ place }) => place === "body");
  if (inBody?.pointer) return { pointer: inBody.pointer, isRequired: inBody.isRequired };
  if (!isRecord(definition.requestBody)) return null;
  const body = follow(document, definition.requestBody, `${pointer}/requestBody`);
  if (!isRecord(recordAt(body.value, "content")["application/json"])) return null;
  const isRequired = body.value.required === true;
  return { pointer: `${body.pointer}/content/application~1json/schema`, isRequired };
}

function readParameters(document: Document, pointer: string): Parameter[] {
  const list = valueAt(document, pointer);
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown, index) => {
    const found = follow(document, item, `${pointer}/${index}`);
    const { name, in: place, required, schema } = found.value;
    const at = isRecord(schema) ? `${found.pointer}/schema` : null;
    return { name: String(name), place, isRequired: required === true, pointer: at };
  });
}

/** Where the schema of an answer is; null for an answer without a body, undefined for one that is not foreseen. */
function answerPointer(document: Document, operation: Operation, status: number): string | null | undefined {
  const responses = recordAt(operation.definition, "responses");
  const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find((one) => one in responses);
  if (key === undefined) return undefined;
  const found = follow(document, responses[key], `${operation.pointer}/responses/${key}`);
  if (isRecord(found.value.schema)) return `${found.pointer}/schema`;
  const isJson = isRecord(found.value.content) && "application/json" in found.value.content;
  return isJson ? `${found.pointer}/content/application~1json/schema` : null;
}

function readQuery(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Number(text);
  return text === "true" || text === "false" ? text === "true" : text;
}

function follow(document: Document, value: unknown, pointer: string): { value: Document; pointer: string } {
  if (!isRecord(value)) throw new Error(`${pointer} leads nowhere`);
  if (typeof value.$ref !== "string") return { value, pointer };
  const next = value.$ref.slice(1);
  return follow(document, valueAt(document, next), next);
}

function valueAt(document: Document, pointer: string): unknown {
  const keys = pointer
    .split("/")
    .slice(1)
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce<unknown>(
    (value, key) => (Array.isArray(value) ? value[Number(key)] : isRecord(value) ? value[key] : undefined),
    document,
  );
}

function recordAt(document: Document, ...keys: string[]): Document {
  const found = keys.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), document);
  return isRecord(found) ? found : {};
}

const escapePointer = (key: string) =>
  key.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");

/** Says in JSON Schema what `nullable` says in OpenAPI, and leaves out what only means something there. */
function widen(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(widen);
  if (!isRecord(value)) return;
  for (const [key, child] of Object.entries(value)) if (key !== "example" && key !== "examples") widen(child);
  // Swagger 2 has a parameter's type beside its name; OpenAPI 3 below `schema`.
  if ("in" in value && "type" in value)
    value.schema = { type: value.type, ...(value.enum ? { enum: value.enum } : {}) };
  if (typeof value.discriminator === "object") delete value.discriminator;
  if (typeof value.nullable !== "boolean") return;
  const isNullable = value.nullable;
  delete value.nullable;
  if (!isNullable) return;
  if (typeof value.type === "string") value.type = [value.type, "null"];
  if (Array.isArray(value.enum) && !value.enum.includes(null)) value.enum.push(null);
  const { allOf, $ref } = value;
  if (allOf !== undefined) delete value.allOf;
  if ($ref !== undefined) delete value.$ref;
  const whole = $ref !== undefined ? { $ref } : allOf !== undefined ? { allOf } : null;
  if (whole) value.anyOf = [{ type: "null" }, whole];
  else if (Array.isArray(value.oneOf)) value.oneOf.push({ type: "null" });
  else if (Array.isArray(value.anyOf)) value.anyOf.push({ type: "null" });
}
