import { and, eq, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { db, type Transaction } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Integration } from "./for-project.ts";

/** A claim is renewed with each page; after this long its process is gone, and after a failure it is tried again. */
const claimSeconds = 120;
const freshMinutes = 10;
/** Under `facts`, which are not secret. */
const failureFact = "repositoriesFailure";

/** The right to read an account's list of repositories, which one process has at a time. */
export interface Claim {
  workspaceId: string;
  id: string;
  startedAt: Date;
  renewedAt: Date;
}

/**
 * Null when another process reads, when the account can't, or, for `stale`, when the list is fresh. A reading that nobody
 * asked for does not wait for whoever holds the row, such as a refresh of the token.
 */
export async function claimList({ workspaceId, id }: Integration, when: "stale" | "now"): Promise<Claim | null> {
  const free = db
    .select({ id: integrations.id })
    .from(integrations)
    .where(and(eq(integrations.workspaceId, workspaceId), eq(integrations.id, id), canRead, isFree(when), isDue(when)))
    .for("no key update", when === "stale" ? { skipLocked: true } : {});
  const [claimed] = await db
    .update(integrations)
    .set({ repositoriesClaimedAt: sql`clock_timestamp()`, facts: sql`${integrations.facts} - ${failureFact}::text` })
    .where(inArray(integrations.id, free))
    .returning({ at: integrations.repositoriesClaimedAt });
  return claimed?.at ? { workspaceId, id, startedAt: claimed.at, renewedAt: claimed.at } : null;
}

/**
 * Holds the integration until the transaction ends, and tells what the claim is then. Null when another process took
 * over: then this one stops.
 */
export async function renewed(tx: Transaction, claim: Claim): Promise<Claim | null> {
  const [row] = await tx
    .update(integrations)
    .set({ repositoriesClaimedAt: sql`clock_timestamp()` })
    .where(stillMine(claim))
    .returning({ at: integrations.repositoriesClaimedAt });
  return row?.at ? { ...claim, renewedAt: row.at } : null;
}

/** Gives the claim back, the list being read to its end. False when another process took over. */
export async function completeClaim(tx: Transaction, claim: Claim): Promise<boolean> {
  const rows = await tx
    .update(integrations)
    .set({ repositoriesReadAt: claim.startedAt, repositoriesClaimedAt: null })
    .where(stillMine(claim))
    .returning({ id: integrations.id });
  return rows.length > 0;
}

/** The claim stays: the next try by itself waits until it is old. */
export async function noteFailure(claim: Claim, words: string): Promise<void> {
  await db
    .update(integrations)
    .set({ facts: sql`${integrations.facts} || jsonb_build_object(${failureFact}::text, ${words}::text)` })
    .where(stillMine(claim));
}

const canRead = and(
  isNull(integrations.removedAt),
  eq(integrations.state, "connected"),
  or(isNull(integrations.rateLimitedUntil), lt(integrations.rateLimitedUntil, sql`now()`)),
);

function isFree(when: "stale" | "now"): SQL | undefined {
  const claimedAt = integrations.repositoriesClaimedAt;
  const failed = sql`${integrations.facts} ->> ${failureFact} is not null`;
  return or(
    isNull(claimedAt),
    lt(claimedAt, sql`clock_timestamp() - make_interval(secs => ${claimSeconds})`),
    when === "now" ? failed : undefined,
  );
}

function isDue(when: "stale" | "now"): SQL | undefined {
  if (when === "now") return undefined;
  const readAt = integrations.repositoriesReadAt;
  return or(isNull(readAt), lt(readAt, sql`now() - make_interval(mins => ${freshMinutes})`));
}

function stillMine({ workspaceId, id, renewedAt }: Claim): SQL | undefined {
  return and(
    eq(integrations.workspaceId, workspaceId),
    eq(integrations.id, id),
    eq(integrations.repositoriesClaimedAt, renewedAt),
    isNull(integrations.removedAt),
  );
}

/** Why the last reading did not come to its end, in words, as a column of `integrations`. */
export const failureOfList = sql<string | null>`${integrations.facts} ->> ${failureFact}`;

/** Whether a process reads it now, as a column of `integrations`. */
export const isReading = sql<boolean>`not (${isFree("now")})`;
