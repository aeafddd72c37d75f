import { z } from "zod";

interface Property {
  type?: string | string[];
  anyOf?: Property[];
  properties?: Record<string, Property>;
}

const shapes = new WeakMap<z.ZodType, Property>();

/**
 * Text, as queries and forms carry it, in the types that the schema wants: "25" becomes a number where one is wanted, and
 * an empty field null where that may be. What does not read as the wanted type stays text, so that the schema says why.
 */
export function readStrings(schema: z.ZodType, given: Record<string, unknown>): Record<string, unknown> {
  return readFields(shapeOf(schema), given);
}

function readFields(shape: Property, given: object): Record<string, unknown> {
  const { properties = {} } = shape;
  const propertyOf = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : undefined);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readValue(propertyOf(name), value)]));
}

function readValue(property: Property | undefined, value: unknown): unknown {
  if (!property) return value;
  if (typeof value === "string") return readText(property, value);
  const inner = [property, ...(property.anyOf ?? [])].find(({ properties }) => properties);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return inner && isObject ? readFields(inner, value) : value;
}

function readText(property: Property, text: string): unknown {
  const types = typesOf(property);
  if (text === "" && types.includes("null")) return null;
  for (const type of types) {
    const read = readers[type]?.(text);
    if (read !== undefined) return read;
  }
  return text;
}

/** The JSON Schema of what a schema takes. */
export function shapeOf(schema: z.ZodType): Property {
  const known = shapes.get(schema);
  const shape = known ?? (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Property);
  if (!known) shapes.set(schema, shape);
  return shape;
}

function typesOf({ type, anyOf = [] }: Property): string[] {
  return [...[type ?? []].flat(), ...anyOf.flatMap(typesOf)];
}

const readers: Record<string, (text: string) => number | boolean | undefined> = {
  integer: readNumber,
  number: readNumber,
  boolean: (text) => (/^(true|on)$/.test(text) ? true : /^(false|off)$/.test(text) ? false : undefined),
};

function readNumber(text: string): number | undefined {
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
