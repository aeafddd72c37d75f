import { compile } from "./matcher.ts";
import type { Matcher } from "./matcher.ts";
import { isTooShort, patternsOf } from "./patterns.ts";
import type { Secret } from "./secret.ts";

/** Takes secrets out of what came from outside. Works on bytes, so that what is not UTF-8 stays as it was. */
export interface Redactor {
  /** `input` with `•••` for every secret, in every encoding that we know; overlapping and touching ones share one. */
  text(input: string): string;
  /** The same for bytes in chunks, split anywhere. */
  stream(): RedactingStream;
}

export interface RedactingStream {
  /** What can be shown by now. Held back is only an end that may be the beginning of a secret: 254 bytes at most. */
  write(chunk: Uint8Array): Buffer;
  /** What was held back. */
  end(): Buffer;
}

const mask = Buffer.from("•••");

/** Compiled once per run and used for all its output. Secrets that are too short to mask are left out. */
export function redactor(secrets: readonly Secret[]): Redactor {
  const matcher = compile(secrets.flatMap((secret) => patternsOf(secret.reveal())));
  return { text: (input) => redactText(matcher, input), stream: () => redactStream(matcher) };
}

/** True for fewer than 8 characters: such a value stays visible in logs, and whoever saves it should be told. */
export function tooShortToMask(secret: Secret): boolean {
  return isTooShort(secret.reveal());
}

function redactText(matcher: Matcher, input: string): string {
  const bytes = Buffer.from(input);
  const stream = redactStream(matcher);
  const redacted = Buffer.concat([stream.write(bytes), stream.end()]);
  return redacted.equals(bytes) ? input : redacted.toString();
}

function redactStream(matcher: Matcher): RedactingStream {
  let held: Buffer = Buffer.alloc(0);
  // Up to where the last mask reaches, from the beginning of `held`; negative when plain bytes came after it.
  let maskedTo = -1;

  function show(text: Buffer, end: number): Buffer {
    const parts: Buffer[] = [];
    matcher.find(text, (start, stop) => {
      if (start >= end) return;
      if (start > maskedTo) parts.push(text.subarray(Math.max(0, maskedTo), start), mask);
      maskedTo = Math.max(maskedTo, stop);
    });
    if (maskedTo < end) parts.push(text.subarray(Math.max(0, maskedTo), end));
    maskedTo -= end;
    held = Buffer.from(text.subarray(end));
    return Buffer.concat(parts);
  }

  return {
    write(chunk) {
      const text = Buffer.concat([held, chunk]);
      return show(text, matcher.undecidedFrom(text));
    },
    end: () => show(held, held.length),
  };
}
