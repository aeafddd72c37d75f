import type { z } from "zod";
import type { Place } from "./place.ts";

/** A manifest as it is written; `broken` says in words that it is no such file. Null where it is absent. */
export type Manifest<T> = { value: T; broken: null } | { value: null; broken: string };

export async function readJson<T>(place: Place, path: string, shape: z.ZodType<T>): Promise<Manifest<T> | null> {
  const text = await place.read(path);
  if (text === null) return place.has(path) ? broken(`${path} can't be read as text.`) : null;
  const parsed = shape.safeParse(jsonOf(text));
  return parsed.success ? { value: parsed.data, broken: null } : broken(`${path} is not what it should be.`);
}

function broken(words: string): { value: null; broken: string } {
  return { value: null, broken: words };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No value of JSON: the shape refuses it.
    return undefined;
  }
}
