import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import type { App, Server } from "#lib/access/authorize.ts";
import { environmentFor, type Moment, openEnvironment } from "#lib/apps/environment.ts";
import { openSource } from "#lib/apps/open-source.ts";
import type { GitAccess } from "#lib/integrations/git/git.ts";
import type { Hold } from "#lib/runs/hold.ts";
import { hostOf, type Host } from "#lib/runs/host.ts";
import { type Redactor, redactor } from "#lib/secrets/redact.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { useServer } from "#lib/servers/open.ts";

/** What a lease is about. */
export interface Task {
  hold: Hold;
  deployment: typeof deployments.$inferSelect;
  app: App;
  server: Server;
}

/** Everything that the steps of one deployment need, opened once. */
export interface Job extends Task {
  host: Host;
  source: Awaited<ReturnType<typeof openSource>>;
  redactor: Redactor;
  /** The app's own, inside its release, as it was when that was fetched: its settings may name another one by now. */
  directory: string;
  /** The variables for what builds or what runs, as the agent takes them: `KEY=value`. */
  environment(moment: Moment): Secret[];
}

export async function findTask(hold: Hold): Promise<Task> {
  const [row] = await db
    .select({ deployment: deployments, app: apps, server: servers })
    .from(deployments)
    .innerJoin(apps, eq(apps.id, deployments.appId))
    .innerJoin(runs, eq(runs.id, deployments.id))
    .innerJoin(servers, eq(servers.id, runs.serverId))
    .where(eq(deployments.id, hold.lease.runId));
  if (!row) throw new Error(`The run ${hold.lease.runId} has no deployment.`);
  return { ...row, hold };
}

/** Opens credentials and variables. Throws a Failure when one of them is gone. */
export async function openJob(task: Task): Promise<Job> {
  const { app, server, deployment } = task;
  const source = await openSource(app);
  const { variables, secrets } = await openEnvironment(app);
  return {
    ...task,
    host: hostOf({ appId: app.id, runId: deployment.id, use: (work) => useServer(server, work) }),
    source,
    directory: await directoryOf(task),
    redactor: redactor([...secrets, ...secretsOf(source.access)]),
    environment: (moment) =>
      environmentFor(moment, variables).map(({ key, value }) => Secret.of(`${key}=${value.reveal()}`)),
  };
}

/** As the deployment was planned that made the release, or its last retry; empty for one that is older than such directories. */
async function directoryOf({ app, deployment }: Task): Promise<string> {
  const [fetched] = await db
    .select({ input: steps.input })
    .from(steps)
    .innerJoin(deployments, eq(deployments.id, steps.runId))
    .where(
      and(
        eq(deployments.appId, app.id),
        eq(deployments.release, deployment.release),
        eq(steps.kind, "fetch"),
        eq(steps.isHook, false),
      ),
    )
    .orderBy(desc(deployments.number))
    .limit(1);
  return fetched?.input.directory ?? "";
}

function secretsOf(access: GitAccess): Secret[] {
  if (access.kind === "basic") return [access.password];
  return access.kind === "key" ? [access.privateKey] : [];
}
