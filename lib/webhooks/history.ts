import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";

export interface Past {
  id: string;
  number: number;
  commit: string | null;
  at: Date;
}

/** What an app has deployed of a branch, as far as it matters to a push. */
export interface History {
  /** Newest of all that a push asked for, or that anybody did and that did not fail. */
  newest: Past | undefined;
  /** Newest that a push asked for, whatever became of it. */
  push: Past | undefined;
  /** Of the commits in question: those that were deployed or queued once, as this branch. */
  known: Set<string>;
}

const commit = sql<string | null>`coalesce(${deployments.commit}, ${deployments.wantedCommit})`;

export async function readHistory(
  tx: Transaction | Database,
  appId: string,
  branch: string,
  commits: string[],
): Promise<History> {
  const among = [...new Set(commits)];
  // Of a commit that somebody named by itself the branch is known once it is fetched.
  const unplaced = and(eq(deployments.branch, ""), inArray(commit, among));
  const here = and(eq(deployments.appId, appId), or(eq(deployments.branch, branch), unplaced));
  const ofBranch = (extra: ReturnType<typeof eq> | undefined) =>
    tx
      .select({ id: deployments.id, number: deployments.number, commit, at: runs.createdAt })
      .from(deployments)
      .innerJoin(runs, eq(runs.id, deployments.id))
      .where(and(here, extra))
      .orderBy(desc(deployments.number))
      .limit(1);
  const counts = or(eq(deployments.trigger, "push"), sql`${runs.status} not in ('failed', 'cancelled')`);
  const [newest] = await ofBranch(counts);
  const [push] = await ofBranch(eq(deployments.trigger, "push"));
  const rows = await tx
    .selectDistinct({ commit })
    .from(deployments)
    .where(and(here, inArray(commit, among)));
  return { newest, push, known: new Set(rows.flatMap((row) => row.commit ?? [])) };
}
