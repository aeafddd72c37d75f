import { createHmac } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { idempotencyKeys } from "#db/schema/api-keys.ts";
import type { KeyHolder } from "#lib/access/actor.ts";
import { sameHash } from "#lib/access/token.ts";
import { Failure, invalid } from "#lib/failure.ts";

export interface Answer {
  status: number;
  body: unknown;
}

/** A request that its sender may repeat without doing it twice. */
export interface Attempt {
  actor: KeyHolder;
  key: string;
  fingerprint: Buffer;
}

/** Binds an attempt to its request. Keyed by the bearer, so that a stolen table says nothing of a password in a body. */
export function fingerprintOf(bearer: string, method: string, path: string, body: Uint8Array): Buffer {
  return createHmac("sha256", bearer).update(`${method} ${path}\n`).update(body).digest();
}

/**
 * Does `work` unless the same attempt was made within a day; then its answer comes again. Failures are forgotten, so
 * that what was mended can be sent again. Throws `conflict` while the first one runs, `invalid` for another request.
 */
export async function once(attempt: Attempt, work: () => Promise<Answer>, keep: (answer: Answer) => Answer) {
  checkKey(attempt.key);
  const earlier = await claim(attempt);
  if (earlier) return { answer: earlierAnswer(earlier, attempt), isRepeated: true };
  try {
    const answer = await work();
    await db
      .update(idempotencyKeys)
      .set(stored(keep(answer)))
      .where(rowOf(attempt));
    return { answer, isRepeated: false };
  } catch (error) {
    if (error instanceof Failure) await db.delete(idempotencyKeys).where(rowOf(attempt));
    throw error;
  }
}

function checkKey(key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw invalid("idempotency-key", "An Idempotency-Key is 1 to 255 visible ASCII characters.");
}

/** Null when the key is ours now, else what came before. */
async function claim(attempt: Attempt) {
  const { actor, key, fingerprint } = attempt;
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, sql`now() - interval '1 day'`));
  const claimed = await db
    .insert(idempotencyKeys)
    .values({ workspaceId: actor.workspaceId, callerId: actor.keyId, key, requestHash: fingerprint })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed.length > 0) return null;
  const [earlier] = await db.select().from(idempotencyKeys).where(rowOf(attempt));
  return earlier ?? { requestHash: fingerprint, status: null, answer: null };
}

function earlierAnswer(
  earlier: { requestHash: Buffer; status: number | null; answer: unknown },
  { fingerprint }: Attempt,
): Answer {
  if (!sameHash(earlier.requestHash, fingerprint)) {
    throw invalid("idempotency-key", "This Idempotency-Key came with another request. Use a new one.");
  }
  if (earlier.status !== null) return { status: earlier.status, body: earlier.answer };
  throw new Failure(
    "conflict",
    "The first request with this Idempotency-Key has not answered yet. Ask again soon; if this stays so, look whether it was done.",
  );
}

function rowOf({ actor, key }: Attempt) {
  return and(
    eq(idempotencyKeys.workspaceId, actor.workspaceId),
    eq(idempotencyKeys.callerId, actor.keyId),
    eq(idempotencyKeys.key, key),
  );
}

const stored = ({ status, body }: Answer) => ({ status, answer: body });
