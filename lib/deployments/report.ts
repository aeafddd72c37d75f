import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { integrations } from "#db/schema/integrations.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import { readRepository } from "#lib/apps/source.ts";
import { env } from "#lib/env.ts";
import type { StatusReport } from "#lib/integrations/git/service.ts";
import { GitTrouble, type TroubleKind } from "#lib/integrations/git/trouble.ts";
import { withClient } from "#lib/integrations/use.ts";
import { paths } from "#lib/paths.ts";
import { toFailure } from "#lib/respond.ts";
import { claimReports, mostTries } from "./due-reports.ts";
import { describeStatus, stateOf } from "./status-words.ts";

/** Reports on their way at once: a host that hangs holds up its own batch and nothing else. */
const batch = 20;

/**
 * Tells the git hosts how deployments go, as far as they have not heard. Best effort, and never a part of a deployment:
 * what fails is tried again later and later, and not at all where the account may not.
 */
export async function reportStatuses(): Promise<void> {
  for (;;) {
    const claimed = await claimReports(batch);
    await Promise.all(claimed.map((id) => report(id)));
    if (claimed.length < batch) return;
  }
}

async function report(id: string): Promise<void> {
  const row = await rowOf(id);
  if (!row) return;
  try {
    const ref = await tell(row);
    await db
      .update(deployments)
      .set({ reportedStatus: row.run.status, reportRef: ref, reportTries: 0, reportAfter: null })
      .where(eq(deployments.id, id));
  } catch (error) {
    toFailure(error);
    await db.update(deployments).set(nextTry(error)).where(eq(deployments.id, id));
  }
}

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>;

async function rowOf(id: string) {
  const [row] = await db
    .select({ deployment: deployments, run: runs, app: apps, integration: integrations, slug: workspaces.slug })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .innerJoin(apps, eq(apps.id, deployments.appId))
    .innerJoin(integrations, eq(integrations.id, apps.integrationId))
    .innerJoin(workspaces, eq(workspaces.id, deployments.workspaceId))
    .where(eq(deployments.id, id));
  return row;
}

async function tell({ deployment, run, app, integration, slug }: Row): Promise<string | null> {
  const repository = await readRepository(app.repositoryUrl, integration.provider);
  const status: StatusReport = {
    commit: deployment.commit ?? deployment.wantedCommit ?? "",
    branch: deployment.tag ?? deployment.branch,
    state: stateOf[run.status],
    description: describeStatus({
      ...run,
      releasedAt: deployment.releasedAt,
      isLive: deployment.isLive,
      failedStep: await failedStepOf(run.id),
    }),
    url: `${env.url}${paths.deployment(slug, deployment.id)}`,
    context: `devpilot/${wordOf(app)}`,
    ref: deployment.reportRef,
  };
  return withClient(integration, (client) => client.report(repository.path, status));
}

/** Tells the apps of one repository apart. */
function wordOf({ id, name }: Row["app"]): string {
  const word = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return word.replace(/^-+|-+$/g, "") || id.slice(-8);
}

async function failedStepOf(runId: string) {
  const [failed] = await db
    .select({ name: steps.name, isHook: steps.isHook })
    .from(steps)
    .where(and(eq(steps.runId, runId), eq(steps.status, "failed")))
    .orderBy(steps.position)
    .limit(1);
  return failed ?? null;
}

/** Asking again would bring the same answer. */
const final: readonly TroubleKind[] = ["right_missing", "not_found", "refused"];

function nextTry(error: unknown) {
  const trouble = error instanceof GitTrouble ? error : null;
  if (trouble && final.includes(trouble.trouble)) return { reportTries: mostTries, reportAfter: null };
  // Where the host named the time, waiting for it is no failure.
  if (trouble?.until) return { reportTries: sql`${deployments.reportTries} - 1`, reportAfter: trouble.until };
  const firstSeconds = 5 * (0.5 + Math.random());
  const wait = sql`make_interval(secs => ${firstSeconds}::float8 * 2 ^ ${deployments.reportTries})`;
  return { reportAfter: sql`clock_timestamp() + ${wait}` };
}
