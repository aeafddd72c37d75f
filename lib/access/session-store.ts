import { and, eq, gt, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { sessions, users } from "#db/schema/users.ts";
import { hashToken, makeToken } from "./token.ts";

export const absoluteSeconds = 30 * 24 * 3600;
const idleSeconds = 7 * 24 * 3600;

export type Session = Awaited<ReturnType<typeof findSession>>;

/** Opens a session and returns the token for its cookie; only the hash stays here. */
export async function openSession(
  userId: string,
  from: { userAgent: string | null; address: string | null },
): Promise<string> {
  const { token, hash } = makeToken();
  await db.insert(sessions).values({
    tokenHash: hash,
    userId,
    expiresAt: new Date(Date.now() + absoluteSeconds * 1000),
    userAgent: from.userAgent?.slice(0, 300),
    address: from.address,
  });
  return token;
}

/** The live session of a token with its user; neither too old nor idle too long. */
export async function findSession(token: string) {
  const [row] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, hashToken(token)),
        gt(sessions.expiresAt, sql`now()`),
        gt(sessions.lastSeenAt, sql`now() - make_interval(secs => ${idleSeconds})`),
      ),
    );
  if (row && Date.now() - row.session.lastSeenAt.getTime() > 60_000) await touch(row.session.id);
  return row ?? null;
}

export async function endSession(token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, hashToken(token)));
}

async function touch(id: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(eq(sessions.id, id));
}
