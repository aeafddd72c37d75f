import { z } from "zod";

const control = /\p{Cc}/u;

/** One line that people read: trimmed, without control characters, `least` to `most` characters. */
export function plainText(label: string, least: number, most: number) {
  return z
    .string({ error: `${label} is missing.` })
    .trim()
    .min(least, least === 1 ? `${label} is missing.` : `${label} has at least ${least} characters.`)
    .max(most, `${label} has at most ${most} characters.`)
    .refine((text) => !control.test(text), `${label} holds a control character: remove it.`);
}
