import { createHash } from "node:crypto";
import { z } from "zod";
import { invalid } from "#lib/failure.ts";

export interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
}

/** What every list takes; spread it into the list's own input. */
export const pageInput = {
  limit: z
    .number()
    .int("Give a whole number from 1 to 100.")
    .min(1, "Give a whole number from 1 to 100.")
    .max(100, "Give a whole number from 1 to 100.")
    .default(50),
  cursor: z.string().max(200, "This is not a cursor of this list.").optional(),
};

/**
 * Where the last page ended, or null for the first one. `list` names the list that the cursor must come from.
 * Throws a Failure for a cursor that was changed or belongs to another list.
 */
export function positionOf(list: string, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [check = "", position = ""] = splitOnce(Buffer.from(cursor, "base64url").toString("utf8"));
  if (cursor !== cursorAt(list, position) || check !== checkOf(list, position)) {
    throw invalid("cursor", "This is not a cursor of this list. Begin again without one.");
  }
  return position;
}

/** A page from `limit + 1` rows: the one too many says that there is a next page. */
export function pageOf<Row>(list: string, rows: Row[], limit: number, position: (row: Row) => string): Page<Row> {
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last === undefined ? null : cursorAt(list, position(last)) };
}

function cursorAt(list: string, position: string): string {
  return Buffer.from(`${checkOf(list, position)}.${position}`).toString("base64url");
}

// Against slips, not against attackers: a cursor is only a place in a list that its reader may see anyway.
function checkOf(list: string, position: string): string {
  return createHash("sha256").update(`${list} ${position}`).digest("base64url").slice(0, 8);
}

function splitOnce(text: string): [string, string] {
  const dot = text.indexOf(".");
  return dot < 0 ? ["", ""] : [text.slice(0, dot), text.slice(dot + 1)];
}
