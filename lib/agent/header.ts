import { invalid } from "#lib/failure.ts";
import { Secret } from "#lib/secrets/secret.ts";

/** A list repeats its key: `ENV: ["A=1", "B=2"]`. */
export type HeaderValue = string | Secret | readonly (string | Secret)[];
export type HeaderValues = Readonly<Record<string, HeaderValue>>;

/** A section of its own for `start`; what stands before the first section holds for all of them. */
export interface Section {
  step: string;
  values: HeaderValues;
}

const longestValue = 1024 * 1024;

/**
 * The records of a request, `KEY=value\0` each and ended by an empty one. Keys are `[A-Z][A-Z0-9_]*`; a value that has a NUL
 * in it, or is longer than 1 MB, is refused with a Failure: no bash variable could hold it.
 */
export function header(values: HeaderValues, sections: readonly Section[] = []): Buffer {
  const records = [...recordsOf(values)];
  for (const { step, values: own } of sections) records.push(...recordsOf({ STEP: step, ...own }));
  return Buffer.concat([...records, nul]);
}

const nul = Buffer.from([0]);

function* recordsOf(values: HeaderValues): Generator<Buffer> {
  for (const [key, value] of Object.entries(values)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(key)) throw new TypeError(`"${key}" can't be the key of a record.`);
    for (const one of isList(value) ? value : [value]) yield record(key, one);
  }
}

function isList(value: HeaderValue): value is readonly (string | Secret)[] {
  return Array.isArray(value);
}

function record(key: string, value: string | Secret): Buffer {
  const text = value instanceof Secret ? value.reveal() : value;
  if (text.includes("\0")) throw invalid(key.toLowerCase(), "A NUL character can't be sent to a server.");
  if (text.length > longestValue) throw invalid(key.toLowerCase(), "This value is too long to be sent to a server.");
  return Buffer.from(`${key}=${text}\0`);
}
