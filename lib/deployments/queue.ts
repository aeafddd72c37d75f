import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor, Push } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { endPending } from "./cancel.ts";
import { enqueue, lockApp } from "./enqueue.ts";
import { planFor, refuseChangedWorld, refuseMovedHead } from "./hold-to-plan.ts";
import { type Place, placeFields, placeOf } from "./place.ts";
import { planSteps } from "./plan.ts";
import { planToken } from "./plan-token.ts";
import { refuseWithoutVariables } from "./refuse-without-variables.ts";

export const queueDeploymentInput = z.strictObject({
  app: z.string(),
  ...placeFields,
  /** What a preview answered: refused when anything of it has changed since. */
  plan: planToken.optional(),
});

/** Queues a deployment of an app. A newer push takes the place of a waiting older one of its branch. */
export async function queueDeployment(actor: Actor, input: z.infer<typeof queueDeploymentInput>) {
  const app = await authorize(actor, "app.deploy", input.app);
  const plan = input.plan === undefined ? null : planFor(app, input.plan, input);
  if (plan) await refuseMovedHead(app, plan);
  return db.transaction(async (tx) => {
    const locked = await lockApp(tx, app);
    if (plan) await refuseChangedWorld(tx, locked, plan);
    const wanted = plan ?? (await placeOf(tx, actor, locked, input));
    return actor.kind === "push" ? queuePush(tx, actor, locked, wanted) : queue(tx, actor, locked, "manual", wanted);
  });
}

export interface Numbered {
  id: string;
  number: number;
}

/** The same for a push, inside the transaction that holds the app. Tells which waiting deployments it replaced. */
export async function queuePush(
  tx: Transaction,
  actor: Push,
  app: App,
  wanted: Partial<Place> & { branch: string },
): Promise<Numbered & { replaced: Numbered[] }> {
  const queued = await queue(tx, actor, app, "push", wanted);
  return { ...queued, replaced: await supersede(tx, actor, app, wanted.branch, queued) };
}

async function queue(
  tx: Transaction,
  actor: Actor,
  app: App,
  trigger: "push" | "manual",
  { branch, tag, commit }: Partial<Place> & { branch: string },
): Promise<Numbered> {
  await refuseUnlessDeployable(tx, actor, app);
  await refuseWithoutVariables(tx, app);
  const steps = await planSteps(tx, app, "full");
  return enqueue(tx, actor, app, { trigger, branch, tag, wantedCommit: commit }, steps);
}

export async function refuseUnlessDeployable(tx: Transaction, actor: Actor, app: App): Promise<void> {
  if (actor.kind === "push" && !app.isActive) {
    throw new Failure("conflict", "This app is inactive: pushes do not deploy it.");
  }
  const [server] = await tx.select().from(servers).where(eq(servers.id, app.serverId));
  if (!server || server.removedAt) throw new Failure("conflict", "The server of this app is gone. Choose another.");
  if (server.connection === "host_key_changed") {
    throw new Failure("conflict", `The host key of ${server.name} has changed. An Admin has to confirm it first.`);
  }
}

async function supersede(tx: Transaction, actor: Actor, app: App, branch: string, by: Numbered): Promise<Numbered[]> {
  const replaced: Numbered[] = [];
  const waiting = await tx
    .select({ id: deployments.id, number: deployments.number })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(
      and(
        eq(deployments.appId, app.id),
        eq(deployments.trigger, "push"),
        eq(deployments.branch, branch),
        eq(runs.status, "pending"),
        isNull(runs.startedAt),
      ),
    );
  for (const { id, number } of waiting.filter((other) => other.id !== by.id)) {
    const isEnded = await endPending(tx, { runId: id, workspaceId: app.workspaceId }, `Superseded by #${by.number}`);
    if (!isEnded) continue;
    replaced.push({ id, number });
    const label = `${app.name} #${number}`;
    await record(
      tx,
      actor,
      "deployment.superseded",
      { kind: "deployment", id, label },
      {
        by: by.number,
      },
    );
  }
  return replaced;
}
