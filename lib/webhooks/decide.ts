import { and, asc, eq, inArray, notInArray, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { apps } from "#db/schema/apps.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import type { App } from "#lib/access/authorize.ts";
import { notFound } from "#lib/access/authorize.ts";
import { toFailure } from "#lib/respond.ts";
import { markForeign } from "./foreign.ts";
import { type Asked, askHead } from "./head.ts";
import { type Delivery, meaningOf, tell, type Told } from "./read.ts";
import { settle } from "./settle.ts";
import { standstill } from "./standstill.ts";

const appsAtOnce = 8;
const mostAtOnce = 500;
const mostBytes = 32 * 1024 * 1024;
const headSeconds = 3;

/** The apps whose deliveries this process decides now. */
const busy = new Set<string>();

/** Decides every delivery that waits, until none is left. */
export async function decideDeliveries(): Promise<void> {
  for (let begun = await beginDeciding(); begun.length > 0; begun = await beginDeciding()) await Promise.all(begun);
}

/** Begins with apps whose deliveries wait, as many as may be decided at once, and does not wait for their end. */
export async function beginDeciding(): Promise<Promise<void>[]> {
  const room = appsAtOnce - busy.size;
  const waiting = room > 0 ? await waitingApps(room) : [];
  return waiting.map(async (id) => {
    busy.add(id);
    await decideApp(id).finally(() => busy.delete(id));
  });
}

async function waitingApps(most: number): Promise<string[]> {
  const isFree = busy.size > 0 ? notInArray(deliveries.appId, [...busy]) : undefined;
  const rows = await db
    .selectDistinct({ appId: deliveries.appId })
    .from(deliveries)
    .where(and(eq(deliveries.verdict, "waiting"), isFree))
    .limit(most);
  return rows.map(({ appId }) => appId);
}

/** One batch: what is left then, or came meanwhile, is the next one's. */
async function decideApp(appId: string): Promise<void> {
  const batch = await nextBatch(appId);
  if (batch.length > 0) await decideBatch(appId, batch);
}

async function decideBatch(appId: string, batch: Delivery[]): Promise<void> {
  try {
    const app = await findApp(appId);
    const told = await markForeign(app, await Promise.all(batch.map(tell)));
    const asked = await askIfWanted(app, told);
    await db.transaction((tx) => settle(tx, app, told, asked));
  } catch (error) {
    if (isTemporary(error)) throw error;
    const [first, ...others] = batch;
    if (first && others.length === 0) return giveUp(first, toFailure(error).message);
    // One of them is to blame: halves find it, and decide the others together.
    const middle = Math.ceil(batch.length / 2);
    for (const half of [batch.slice(0, middle), batch.slice(middle)]) await decideBatch(appId, half);
  }
}

/** The host is asked once for all, and only where a deployment may come of it. */
async function askIfWanted(app: App, told: Told[]): Promise<Asked> {
  const isPushed = told.some((one) => meaningOf(one, app).kind === "push");
  const isWanted = isPushed && (await standstill(db, app)) === null;
  return isWanted ? askHead(app, headSeconds) : { problem: "it was not asked." };
}

/** In the order of arrival, and no more than memory has room for. */
async function nextBatch(appId: string): Promise<Delivery[]> {
  const { rows: sized } = await db.execute<{ id: string }>(sql`
    select id from (
      select id, received_at, sum(coalesce(octet_length(body), 0)) over (order by received_at, id) as bytes,
        row_number() over (order by received_at, id) as place
      from ${deliveries} where app_id = ${appId} and verdict = 'waiting') as waiting
    where place = 1 or (place <= ${mostAtOnce} and bytes <= ${mostBytes})`);
  const ids = sized.map(({ id }) => id);
  if (ids.length === 0) return [];
  return db
    .select()
    .from(deliveries)
    .where(inArray(deliveries.id, ids))
    .orderBy(asc(deliveries.receivedAt), asc(deliveries.id));
}

async function findApp(id: string): Promise<App> {
  const [app] = await db.select().from(apps).where(eq(apps.id, id));
  if (!app) throw notFound("app");
  return app;
}

async function giveUp({ id }: Delivery, reason: string): Promise<void> {
  await db
    .update(deliveries)
    .set({ verdict: "ignored", reason, decidedAt: sql`clock_timestamp()` })
    .where(and(eq(deliveries.id, id), eq(deliveries.verdict, "waiting")));
}

/** What may succeed a little later: the database was away, or transactions stood in each other's way (SQLSTATE 40). */
function isTemporary(error: unknown): boolean {
  if (isDatabaseAway(error)) return true;
  if (typeof error !== "object" || error === null) return false;
  const code = "code" in error ? String(error.code) : "";
  return code.startsWith("40") || ("cause" in error && isTemporary(error.cause));
}
