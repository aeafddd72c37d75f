import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { prepared } from "#db/index.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { apps } from "#db/schema/apps.ts";
import { deliveries, webhooks } from "#db/schema/webhooks.ts";
import type { HookDialect } from "#lib/integrations/git/dialect.ts";
import { announceSoon } from "#lib/jobs/announce-soon.ts";
import { deliveriesTopic } from "#lib/jobs/listen.ts";
import type { Webhook } from "./rows.ts";
import { together } from "./together.ts";

export interface FoundDoor {
  webhook: Pick<Webhook, "id" | "workspaceId" | "appId" | "dialect" | "secret" | "previousSecret">;
  /** Its app was removed. */
  isGone: boolean;
}

/** Read anew for each delivery: a rotation and a removal hold at once, in every process. */
export function findDoor(hook: string): Promise<FoundDoor | undefined> {
  return find(hook.toLowerCase());
}

/** Stores a delivery with one statement and wakes a worker. False when the same one was there already. */
export async function keep(
  webhook: FoundDoor["webhook"],
  dialect: HookDialect,
  headers: Record<string, string>,
  body: Buffer,
): Promise<boolean> {
  const { event, key } = dialect.identify(headers) ?? { event: "unknown", key: `sha256:${hashOf(body)}` };
  const isNew = await insert({
    id: newId(),
    workspace: webhook.workspaceId,
    app: webhook.appId,
    webhook: webhook.id,
    dialect: dialect.name,
    key: short(key),
    event: short(event),
    headers: keptHeaders(dialect, headers),
    body: body.toString("base64"),
  });
  announceSoon(deliveriesTopic);
  return isNew;
}

interface NewDelivery {
  id: string;
  workspace: string;
  app: string;
  webhook: string;
  dialect: string;
  key: string;
  event: string;
  headers: Record<string, string>;
  /** In base64. */
  body: string;
}

const bounds = { ways: 2, items: 100, weight: 1024 * 1024 };

const find = together(findAll, bounds, { isEverybodys: isDatabaseAway });

const insert = together(insertAll, bounds, {
  keyOf: ({ webhook, key }: NewDelivery) => `${webhook} ${key}`,
  weightOf: ({ body }) => body.length,
  isEverybodys: isDatabaseAway,
});

async function findAll(hooks: string[]): Promise<(FoundDoor | undefined)[]> {
  const found = await prepared<FoundDoor["webhook"] & { isGone: boolean }>(sql`
    select w.id, w.workspace_id as "workspaceId", w.app_id as "appId", w.dialect, w.secret,
      case when w.previous_until > now() then w.previous_secret end as "previousSecret",
      a.removed_at is not null as "isGone"
    from ${webhooks} w join ${apps} a on a.id = w.app_id
    where w.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(hooks)}::jsonb))`);
  const doors = new Map(found.map(({ isGone, ...webhook }) => [webhook.id, { webhook, isGone }]));
  return hooks.map((hook) => doors.get(hook));
}

async function insertAll(rows: NewDelivery[]): Promise<boolean[]> {
  const kept = await prepared<{ webhook: string; key: string; isNew: boolean }>(sql`
    insert into ${deliveries} (id, workspace_id, app_id, webhook_id, source, dialect, delivery_key, event, headers, body)
    select id, workspace, app, webhook, 'webhook', dialect, key, event, headers, decode(body, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new (id uuid, workspace uuid, app uuid, webhook uuid,
      dialect text, key text, event text, headers jsonb, body text)
    on conflict (webhook_id, delivery_key) do update set repeated = ${deliveries}.repeated + 1
    returning webhook_id as webhook, delivery_key as key, repeated = 0 as "isNew"`);
  const isNew = new Map(kept.map((row) => [`${row.webhook} ${row.key}`, row.isNew]));
  return rows.map(({ webhook, key }) => isNew.get(`${webhook} ${key}`) ?? false);
}

const longestHeader = 1000;
const longestName = 200;

function keptHeaders(dialect: HookDialect, headers: Record<string, string>): Record<string, string> {
  const named = dialect.kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return Object.fromEntries(named.map(([name = "", value = ""]) => [name, value.slice(0, longestHeader)]));
}

/** An index holds short keys only. */
function short(name: string): string {
  return name.length <= longestName ? name : `sha256:${hashOf(Buffer.from(name))}`;
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
