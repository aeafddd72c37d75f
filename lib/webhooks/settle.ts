import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deliveries, webhooks } from "#db/schema/webhooks.ts";
import type { Push } from "#lib/access/actor.ts";
import type { App } from "#lib/access/authorize.ts";
import { type Numbered, queuePush } from "#lib/deployments/queue.ts";
import { Failure } from "#lib/failure.ts";
import { announce } from "#lib/jobs/listen.ts";
import type { Asked } from "./head.ts";
import { readHistory } from "./history.ts";
import { type Candidate, judge, type Judgement } from "./judge.ts";
import { type Meaning, meaningOf, type Told } from "./read.ts";
import { standstill } from "./standstill.ts";
import { deployedAs, ignored, notDeployed, type Verdict } from "./verdict.ts";
import { isWatchedAlike, nowhere, watchedBranchOf } from "./watched.ts";

type Found = Candidate & { source: Told["source"] };

/**
 * Decides what deliveries of one app mean and writes it down, with at most one deployment. `asked` is about the branch
 * that was watched when the app was `seen`. What another worker has taken is left to it.
 */
export async function settle(tx: Transaction, seen: App, told: Told[], asked: Asked) {
  const app = await lockApp(tx, seen.id);
  // Else an old answer could take the branch back: what waits is decided anew.
  if (!isWatchedAlike(seen, app)) return;
  const claimed = await claim(tx, told);
  if (claimed.length === 0) return;
  const meanings = new Map(claimed.map((one) => [one.id, meaningOf(one, app)]));
  const candidates = claimed.flatMap(({ id, source }): Found[] => {
    const meaning = meanings.get(id);
    return meaning?.kind === "push" ? [{ ...meaning, id, source }] : [];
  });
  const verdicts = candidates.length > 0 ? await decide(tx, app, candidates, asked) : new Map<string, Verdict>();
  for (const [id, meaning] of meanings) {
    if (meaning.kind === "nothing") verdicts.set(id, ignored(meaning.reason));
  }
  await write(tx, verdicts, meanings);
  await noteLast(tx, app, claimed);
  await announce(tx, app.workspaceId);
}

/** Held as `enqueue` needs it, and in a way that lets new deliveries in: they refer to the app's key. */
async function lockApp(tx: Transaction, id: string): Promise<App> {
  const [app] = await tx.select().from(apps).where(eq(apps.id, id)).for("no key update");
  if (!app) throw new Failure("not_found", "There is no such app.");
  return app;
}

async function claim(tx: Transaction, told: Told[]): Promise<Told[]> {
  const ids = told.map(({ id }) => id);
  const isWaiting = and(inArray(deliveries.id, ids), eq(deliveries.verdict, "waiting"));
  const rows = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(isWaiting)
    .for("update", { skipLocked: true });
  const claimed = new Set(rows.map(({ id }) => id));
  return told.filter(({ id }) => claimed.has(id));
}

async function decide(tx: Transaction, app: App, candidates: Found[], asked: Asked): Promise<Map<string, Verdict>> {
  const reason = await standstill(tx, app);
  if (reason) return leave(tx, app, candidates, reason);
  const branch = watchedBranchOf(app);
  const head = "head" in asked ? asked.head.commit : undefined;
  const commits = [...candidates.map(({ commit }) => commit), ...(head ? [head] : [])];
  const judged = judge(candidates, head, await readHistory(tx, app.id, branch, commits));
  if (judged.kind !== "deploy") {
    if (judged.kind === "done" && head !== undefined) await actedOn(tx, app, judged.head, asked);
    return new Map(candidates.map((one) => [one.id, notDeployed(judged, one, branch)]));
  }
  try {
    // A savepoint: what refuses to be queued is written down all the same.
    return await tx.transaction((inner) => deploy(inner, app, candidates, judged, asked));
  } catch (error) {
    if (error instanceof Failure) return leave(tx, app, candidates, error.message);
    throw error;
  }
}

/** Not now. So that the push is found once the reason is gone, the branch has to stand somewhere before it. */
async function leave(tx: Transaction, app: App, candidates: Found[], reason: string): Promise<Map<string, Verdict>> {
  const first = candidates.find(({ source }) => source !== "replay");
  if (app.watchedHead === null && first) {
    const watchedHead = first.before ?? nowhere;
    await tx.update(apps).set({ watchedHead, watchedEtag: null }).where(eq(apps.id, app.id));
  }
  return new Map(candidates.map(({ id }) => [id, ignored(reason)]));
}

async function deploy(
  tx: Transaction,
  app: App,
  candidates: Found[],
  judged: Extract<Judgement, { kind: "deploy" }>,
  asked: Asked,
): Promise<Map<string, Verdict>> {
  const branch = watchedBranchOf(app);
  const actor: Push = { kind: "push", workspaceId: app.workspaceId, appId: app.id, label: `push · ${branch}` };
  const { replaced, ...queued } = await queuePush(tx, actor, app, { branch, commit: judged.commit });
  await tellReplaced(tx, replaced, queued);
  await actedOn(tx, app, judged.commit, asked);
  const problem = "problem" in asked ? asked.problem : "";
  const verdicts = candidates.map((one): [string, Verdict] => {
    const isFound = one.source === "reconciler";
    return [one.id, deployedAs(judged, one, { branch, queued, problem, isFound })];
  });
  return new Map(verdicts);
}

/** The host's validator belongs to the head that it told, and to no other. */
async function actedOn(tx: Transaction, app: App, commit: string, asked: Asked): Promise<void> {
  const isHead = "head" in asked && asked.head.commit === commit;
  await tx
    .update(apps)
    .set({ watchedHead: commit, watchedEtag: isHead ? asked.head.etag : null })
    .where(eq(apps.id, app.id));
}

async function tellReplaced(tx: Transaction, replaced: Numbered[], by: Numbered): Promise<void> {
  if (replaced.length === 0) return;
  const words = ` Replaced by #${by.number}, a newer push, before it began.`;
  const ids = replaced.map(({ id }) => id);
  await tx
    .update(deliveries)
    .set({ reason: sql`${deliveries.reason} || ${words}` })
    .where(and(inArray(deliveries.deploymentId, ids), inArray(deliveries.verdict, ["deployed", "joined"])));
}

async function write(tx: Transaction, verdicts: Map<string, Verdict>, meanings: Map<string, Meaning>): Promise<void> {
  const rows = [...verdicts].map(([id, verdict]) => {
    const { branch = null, commit = null } = meanings.get(id) ?? {};
    return { id, ...verdict, branch, commit };
  });
  await tx.execute(sql`
    update ${deliveries} set verdict = v.verdict, reason = v.reason, deployment_id = v.deployment,
      branch = v.branch, commit = v.commit, decided_at = clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(id uuid, verdict text, reason text, deployment uuid, branch text, commit text)
    where ${deliveries}.id = v.id`);
}

async function noteLast(tx: Transaction, app: App, claimed: Told[]): Promise<void> {
  const last = claimed.findLast(({ source }) => source === "webhook");
  if (!last) return;
  await tx
    .update(webhooks)
    .set({ lastDeliveryAt: sql`greatest(${webhooks.lastDeliveryAt}, ${last.receivedAt.toISOString()}::timestamptz)` })
    .where(and(eq(webhooks.workspaceId, app.workspaceId), eq(webhooks.appId, app.id)));
}
