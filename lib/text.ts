import { z } from "zod";

/** What zod says in its own words, in ours; undefined keeps what a schema says for itself. */
export function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "unrecognized_keys") return "There is no such field.";
  if (issue.code === "invalid_type") return wordsForType(issue.expected, issue.input);
  return undefined;
}

function wordsForType(expected: string, given: unknown): string {
  return given === undefined ? "This field is missing." : `This must be ${nameOf[expected] ?? `a ${expected}`}.`;
}

const nameOf: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  object: "an object",
  record: "an object",
  string: "text",
};

const control = /\p{Cc}/u;

/** Text as it is, line ends and all: at most `mostBytes` in UTF-8, without what a file or the database can't hold. */
export function exactText(label: string, mostBytes: number) {
  return z
    .string({ error: `${label} is missing.` })
    .refine((text) => Buffer.byteLength(text) <= mostBytes, `${label} has at most ${mostBytes} bytes.`)
    .refine((text) => !text.includes("\0"), `${label} holds a NUL character: remove it.`)
    .refine((text) => text.isWellFormed(), `${label} is not valid Unicode.`);
}

/** Shell text. Browsers end the lines of a textarea with CR and LF, and bash would take the CR for a part of the line. */
export function scriptText(label: string, mostBytes: number) {
  return exactText(label, mostBytes).transform((text) => text.replaceAll("\r\n", "\n"));
}

/** One line that people read: trimmed, without control characters, `least` to `most` characters. */
export function plainText(label: string, least: number, most: number) {
  return z
    .string({ error: `${label} is missing.` })
    .trim()
    .min(least, least === 1 ? `${label} is missing.` : `${label} has at least ${least} characters.`)
    .max(most, `${label} has at most ${most} characters.`)
    .refine((text) => !control.test(text), `${label} holds a control character: remove it.`)
    .refine((text) => text.isWellFormed(), `${label} is not valid Unicode.`);
}
