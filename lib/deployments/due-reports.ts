import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, lt, lte, ne, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs } from "#db/schema/runs.ts";
import { isOpenTo } from "#lib/integrations/for-project.ts";
import { serviceNames } from "#lib/integrations/git/index.ts";

/** After so many failures in a row nobody is told any more. */
export const mostTries = 8;
/** Longer than a report can take; a worker that died meanwhile leaves it to the next. */
const claimSeconds = 120;
const oldestMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Takes deployments whose git host has not heard of their status, at most `most`, so that nobody else takes them for
 * two minutes. Returns their ids.
 */
export async function claimReports(most: number): Promise<string[]> {
  const due = db.$with("due").as(
    db
      .select({ id: deployments.id })
      .from(deployments)
      .innerJoin(runs, eq(runs.id, deployments.id))
      .innerJoin(apps, eq(apps.id, deployments.appId))
      .innerJoin(integrations, eq(integrations.id, apps.integrationId))
      .where(and(isUntold(), isTheirTurn(), canBeTold()))
      .orderBy(asc(deployments.id))
      .limit(most)
      .for("update", { of: deployments, skipLocked: true }),
  );
  const claimed = await db
    .with(due)
    .update(deployments)
    .set({
      reportAfter: sql`clock_timestamp() + make_interval(secs => ${claimSeconds})`,
      reportTries: sql`${deployments.reportTries} + 1`,
    })
    .where(inArray(deployments.id, db.select({ id: due.id }).from(due)))
    .returning({ id: deployments.id });
  return claimed.map(({ id }) => id);
}

function isUntold(): SQL | undefined {
  return and(
    gt(deployments.id, firstIdOf(Date.now() - oldestMilliseconds)),
    or(isNotNull(deployments.commit), isNotNull(deployments.wantedCommit)),
    // Of a commit that was asked for by its id nobody knows the branch yet, and a host would keep one report for each.
    or(ne(deployments.branch, ""), isNotNull(deployments.tag)),
    sql`${deployments.reportedStatus} is distinct from ${runs.status}`,
  );
}

function isTheirTurn(): SQL | undefined {
  return and(
    lt(deployments.reportTries, mostTries),
    or(isNull(deployments.reportAfter), lte(deployments.reportAfter, sql`clock_timestamp()`)),
    not(exists(newerOfSameCommit())),
  );
}

function canBeTold(): SQL | undefined {
  return and(
    isNull(apps.removedAt),
    inArray(integrations.provider, serviceNames),
    eq(integrations.state, "connected"),
    isNull(integrations.removedAt),
    or(isNull(integrations.rateLimitedUntil), lte(integrations.rateLimitedUntil, sql`now()`)),
    isOpenTo(apps.projectId),
  );
}

const newer = alias(deployments, "newer");

/** What a host shows for a commit is the last thing that it was told. */
function newerOfSameCommit() {
  return db
    .select({ id: newer.id })
    .from(newer)
    .where(
      and(
        eq(newer.appId, deployments.appId),
        gt(newer.number, deployments.number),
        sql`coalesce(${newer.commit}, ${newer.wantedCommit}) = coalesce(${deployments.commit}, ${deployments.wantedCommit})`,
      ),
    );
}

/** RFC 9562, version 7: the first 48 bits of an id are its time, so that a span of time is a range of the key. */
function firstIdOf(milliseconds: number): string {
  const time = milliseconds.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
