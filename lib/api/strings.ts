import { z } from "zod";

interface Property {
  type?: string;
  anyOf?: Property[];
  properties?: Record<string, Property>;
  items?: Property;
}

const shapes = new WeakMap<z.ZodType, Property>();

/**
 * Text, as queries and forms carry it, in the types that the schema wants: "25" becomes a number where one is wanted.
 * What does not read as the wanted type stays text, so that the schema says what is wrong.
 */
export function readStrings(schema: z.ZodType, given: Record<string, unknown>): Record<string, unknown> {
  const { properties = {} } = shapeOf(schema);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readString(properties[name], value)]));
}

/** The JSON Schema of what a schema takes. */
export function shapeOf(schema: z.ZodType): Property {
  const known = shapes.get(schema);
  const shape = known ?? (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Property);
  if (!known) shapes.set(schema, shape);
  return shape;
}

function readString(property: Property | undefined, value: unknown): unknown {
  if (typeof value !== "string" || !property) return value;
  for (const type of typesOf(property)) {
    const read = readers[type]?.(value);
    if (read !== undefined) return read;
  }
  return value;
}

function typesOf(property: Property): string[] {
  return property.type ? [property.type] : (property.anyOf ?? []).flatMap(typesOf);
}

const readers: Record<string, (text: string) => unknown> = {
  integer: readNumber,
  number: readNumber,
  boolean: (text) => ({ true: true, on: true, false: false, off: false })[text],
  null: (text) => (text === "" ? null : undefined),
};

function readNumber(text: string): number | undefined {
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
