import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { Document } from "#lib/api/document.ts";
import { activityFilters, type ActivityRow, activityRows } from "./list.ts";

export const exportActivityInput = z.strictObject(activityFilters);

const most = 10_000;

/** The same as the list, as a table for a spreadsheet: the newest 10,000 that match. */
export async function exportActivity(actor: Actor, filters: z.infer<typeof exportActivityInput>): Promise<Document> {
  const workspace = await authorize(actor, "activity.view");
  const rows = await activityRows(workspace.id, filters, most);
  const lines = [header, ...rows.map(cells)].map((row) => row.map(csvCell).join(","));
  return new Document("text/csv; charset=utf-8", "activity.csv", `${lines.join("\r\n")}\r\n`);
}

const header = ["at", "actor", "actor_kind", "address", "action", "resource_kind", "resource", "resource_id", "detail"];

function cells(row: ActivityRow): string[] {
  return [
    row.at.toISOString(),
    row.actorLabel,
    row.actorKind,
    row.address ?? "",
    row.action,
    row.resourceKind,
    row.resourceLabel,
    row.resourceId ?? "",
    JSON.stringify(row.detail),
  ];
}

/** RFC 4180, and an apostrophe before what a spreadsheet would take for a formula. */
export function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
