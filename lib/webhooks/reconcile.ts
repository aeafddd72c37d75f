import { setTimeout } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import type { App } from "#lib/access/authorize.ts";
import type { Head } from "#lib/integrations/git/service.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import { claim } from "./claim.ts";
import { type Asked, askHead } from "./head.ts";
import { readHistory } from "./history.ts";
import { webhookOf } from "./rows.ts";
import { isWatchedAlike, nowhere, watchedBranchOf } from "./watched.ts";

const questionsAtOnce = 4;
const headSeconds = 10;
/** A host may show the head before a push for a moment. */
const lagSeconds = 60;
const momentMilliseconds = 1000;

type Found = Head & { commit: string };

/**
 * Compares the heads of watched branches with what was last acted on, for every app where that was not done since
 * `everythingBefore`. A push that no webhook told of comes into the inbox this way.
 */
export async function reconcile(everythingBefore: Date): Promise<void> {
  for (let claimed = await claim(everythingBefore); claimed.length > 0; claimed = await claim(everythingBefore)) {
    const questions = groupsOf(claimed);
    const ask = async (): Promise<void> => {
      for (let next = questions.pop(); next; next = questions.pop()) await compare(next);
    };
    await Promise.all(Array.from({ length: questionsAtOnce }, ask));
  }
}

/** Apps that ask the same of the same host. */
function groupsOf(claimed: App[]): App[][] {
  const key = (app: App) =>
    // An integration may be closed to one project and open to another.
    JSON.stringify([app.integrationId ?? app.serverId, app.projectId, app.repositoryUrl, watchedBranchOf(app)]);
  return [...Map.groupBy(claimed, key).values()];
}

async function compare(group: App[]): Promise<void> {
  const asker = group.find(({ watchedEtag }) => watchedEtag !== null) ?? group[0];
  if (!asker) return;
  const asked = await askHead(asker, headSeconds);
  for (const app of group) await take(app, asked);
}

async function take(app: App, asked: Asked): Promise<void> {
  const branch = watchedBranchOf(app);
  if ("problem" in asked) return noteProblem(app, asked.problem);
  if (asked.head.commit === null) return noteNone(app, `The branch ${branch} is gone from the git host.`);
  const found = { commit: asked.head.commit, etag: asked.head.etag };
  if (isNothingNew(app, found)) return;
  if ((await weigh(app, found)) !== "waiting") return;
  // What waits may be a ping, which says nothing of this: that is decided in a moment.
  await setTimeout(momentMilliseconds);
  await weigh(app, found);
}

/** As nearly always: nothing to write, and nothing to hold. */
function isNothingNew({ watchedHead, watchedEtag, reconcileProblem }: App, { commit, etag }: Found): boolean {
  return watchedHead === commit && watchedEtag === etag && reconcileProblem === null;
}

async function weigh(app: App, found: Found): Promise<News | undefined> {
  return db.transaction(async (tx) => {
    const held = await holdUnchanged(tx, app);
    if (!held) return undefined;
    const news = await newsOf(tx, held, found);
    if (news === "none") await stand(tx, held, found);
    else await tx.update(apps).set({ reconcileProblem: null }).where(eq(apps.id, app.id));
    if (news === "untold") await tellInbox(tx, held, found.commit);
    return news;
  });
}

async function noteProblem(app: App, reconcileProblem: string): Promise<void> {
  await db.update(apps).set({ reconcileProblem }).where(eq(apps.id, app.id));
}

/** Where nothing stood when it began to be watched, the first push is news. */
async function noteNone(app: App, reconcileProblem: string): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await holdUnchanged(tx, app);
    if (!held) return;
    const watchedHead = held.watchedHead ?? nowhere;
    await tx.update(apps).set({ watchedHead, reconcileProblem }).where(eq(apps.id, app.id));
  });
}

/** The app as it was when the host was asked; undefined when a push was acted on meanwhile, or other things are watched. */
async function holdUnchanged(tx: Transaction, app: App): Promise<App | undefined> {
  const [held] = await tx.select().from(apps).where(eq(apps.id, app.id)).for("no key update");
  return held && isWatchedAlike(app, held) ? held : undefined;
}

/** Whether a head is to be told; what is waiting in the inbox, or the next answer of a lagging host, may tell it. */
type News = "none" | "untold" | "lagging" | "waiting";

async function newsOf(tx: Transaction, app: App, { commit, etag }: Found): Promise<News> {
  if (app.watchedHead === null || app.watchedHead === commit) return "none";
  const { newest, push, known } = await readHistory(tx, app.id, watchedBranchOf(app), [commit]);
  if (newest?.commit === commit) return "none";
  const isRecent = push !== undefined && Date.now() - push.at.getTime() < lagSeconds * 1000;
  // A host that gives validators, and gave none for what was acted on, has not shown that yet.
  if (isRecent && (known.has(commit) || (etag !== null && app.watchedEtag === null))) return "lagging";
  const [waiting] = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.appId, app.id), eq(deliveries.verdict, "waiting")))
    .limit(1);
  return waiting ? "waiting" : "untold";
}

/** Notes where the branch stands, with nothing to do about it. */
async function stand(tx: Transaction, app: App, { commit, etag }: Found) {
  await tx
    .update(apps)
    .set({ watchedHead: commit, watchedEtag: etag, reconcileProblem: null })
    .where(eq(apps.id, app.id));
}

/** One row for a head until something is deployed; what could not be queued is tried again in it. */
async function tellInbox(tx: Transaction, app: App, commit: string): Promise<void> {
  const webhook = await webhookOf(app.id, tx);
  if (!webhook) return;
  await tx
    .insert(deliveries)
    .values({
      id: newId(),
      workspaceId: app.workspaceId,
      appId: app.id,
      webhookId: webhook.id,
      source: "reconciler",
      dialect: webhook.dialect,
      deliveryKey: `head:${commit}:${app.lastNumber}`,
      event: "push",
      branch: watchedBranchOf(app),
      commit,
    })
    .onConflictDoUpdate({
      target: [deliveries.webhookId, deliveries.deliveryKey],
      set: { verdict: "waiting", reason: null, decidedAt: null, repeated: sql`${deliveries.repeated} + 1` },
      setWhere: eq(deliveries.verdict, "ignored"),
    });
  await announce(tx, deliveriesTopic);
}
