import { invalid } from "#lib/failure.ts";

const deepest = 16;

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Names as the API writes them, all the way down. Dates become text in ISO 8601. */
export function toSnake(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toSnake);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [snake(name), toSnake(inner)]));
}

/** Names as the code writes them. A name that the API would not write is refused, so that nothing has two names. */
export function toCamel(value: unknown, depth = 0): unknown {
  if (depth > deepest) throw invalid("", `The body is nested more than ${deepest} levels deep.`);
  if (Array.isArray(value)) return value.map((inner) => toCamel(inner, depth + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [checked(name), toCamel(inner, depth + 1)]));
}

function checked(name: string): string {
  if (snake(camel(name)) === name) return camel(name);
  throw invalid(name, `There is no field "${name.slice(0, 100)}". Names are written like is_active.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
