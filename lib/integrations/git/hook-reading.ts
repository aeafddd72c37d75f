import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { Failure } from "#lib/failure.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import type { HookEvent, PushedRepository, RefChange } from "./dialect.ts";

/** Whether two texts are the same; how long it takes tells nothing of where they differ or how long they are. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** `sha256=` and the HMAC of the body in hexadecimal digits. */
export function isSigned(header: string | undefined, body: Buffer, secrets: readonly Secret[]): boolean {
  return anyOf(secrets, (secret) => {
    const expected = createHmac("sha256", secret.reveal()).update(body).digest("hex");
    return isSame(header ?? "", `sha256=${expected}`);
  });
}

/** Asks of every secret, whichever is right. An empty one is none. */
export function anyOf(secrets: readonly Secret[], isRight: (secret: Secret) => boolean): boolean {
  return secrets
    .filter((secret) => secret.reveal() !== "")
    .map(isRight)
    .includes(true);
}

/** By the host's names of its events. */
export type Readers = Record<string, (body: Buffer) => HookEvent>;

export function readBy(readers: Readers, event: string, body: Buffer): HookEvent {
  const reader = Object.hasOwn(readers, event) ? readers[event] : undefined;
  return reader ? reader(body) : { kind: "other", name: event };
}

/** Throws a Failure `invalid` for what is no JSON or has another shape. */
export function readBody<Shape>(title: string, schema: z.ZodType<Shape>, json: string): Shape {
  const parsed = schema.safeParse(parse(title, json));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.join(".").slice(0, 100)}` : "";
  throw new Failure("invalid", `This is not a delivery as ${title} sends it: it differs${where}.`);
}

function parse(title: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Failure("invalid", `This is not a delivery as ${title} sends it: its body is no JSON.`, { cause });
  }
}

/** A commit's id; zeros stand for none. */
export const commitId = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
  .transform((id) => (/^0+$/.test(id) ? null : id));

const id = z.union([z.string(), z.int().transform(String)]);

/** A part of a body that names the repository by these two fields. What is not there, or odd, names none. */
export function repositoryIn(idField: string, pathField: string) {
  const word = z.record(z.string(), z.unknown()).catch({});
  return word.transform((fields): PushedRepository => ({
    remoteId: id
      .nullable()
      .catch(null)
      .parse(fields[idField] ?? null),
    path: z
      .string()
      .nullable()
      .catch(null)
      .parse(fields[pathField] ?? null),
  }));
}

/** What moved, from the full name of a ref; null for what is neither a branch nor a tag. */
export function changeOf(ref: string, before: string | null, after: string | null): RefChange | null {
  const [, place, name] = /^refs\/(heads|tags)\/(.+)$/su.exec(ref) ?? [];
  if (!place || !name) return null;
  return { kind: place === "heads" ? "branch" : "tag", name, before, after };
}
