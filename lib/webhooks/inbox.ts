import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { prepared } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deliveries, webhooks } from "#db/schema/webhooks.ts";
import type { HookDialect } from "#lib/integrations/git/dialect.ts";
import { announceSoon } from "#lib/jobs/announce-soon.ts";
import { deliveriesTopic } from "#lib/jobs/listen.ts";
import type { Webhook } from "./rows.ts";

export interface FoundDoor {
  webhook: Pick<Webhook, "id" | "workspaceId" | "appId" | "dialect" | "secret" | "previousSecret">;
  /** Its app was removed. */
  isGone: boolean;
}

/** Read anew for each delivery: a rotation and a removal hold at once, in every process. */
export async function findDoor(hook: string): Promise<FoundDoor | undefined> {
  const [found] = await prepared<FoundDoor["webhook"] & { isGone: boolean }>(sql`
    select w.id, w.workspace_id as "workspaceId", w.app_id as "appId", w.dialect, w.secret,
      case when w.previous_until > now() then w.previous_secret end as "previousSecret",
      a.removed_at is not null as "isGone"
    from ${webhooks} w join ${apps} a on a.id = w.app_id where w.id = ${hook}`);
  return found && { webhook: found, isGone: found.isGone };
}

/** Stores a delivery with one statement and wakes a worker. False when the same one was there already. */
export async function keep(
  webhook: FoundDoor["webhook"],
  dialect: HookDialect,
  headers: Record<string, string>,
  body: Buffer,
): Promise<boolean> {
  const { event, key } = dialect.identify(headers) ?? { event: "unknown", key: `sha256:${hashOf(body)}` };
  const [row] = await prepared<{ isNew: boolean }>(sql`
    insert into ${deliveries} (id, workspace_id, app_id, webhook_id, source, dialect, delivery_key, event, headers, body)
    values (${newId()}, ${webhook.workspaceId}, ${webhook.appId}, ${webhook.id}, 'webhook', ${dialect.name},
      ${short(key)}, ${short(event)}, ${JSON.stringify(keptHeaders(dialect, headers))}::jsonb,
      decode(${body.toString("base64")}, 'base64'))
    on conflict (webhook_id, delivery_key) do update set repeated = ${deliveries}.repeated + 1
    returning repeated = 0 as "isNew"`);
  announceSoon(deliveriesTopic);
  return row?.isNew ?? false;
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
