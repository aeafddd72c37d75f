import { and, asc, eq, gt, inArray, or } from "drizzle-orm";
import { type Database, db, type Transaction } from "#db/index.ts";
import { apps, variableChanges } from "#db/schema/apps.ts";
import { liveSince } from "./handed-over.ts";
import { originOf, type VariableRow, variableRowsOf } from "./variable-rows.ts";

type Change = typeof variableChanges.$inferSelect;

/** By name alone, in the order of the names. */
export interface VariableChanges {
  new: string[];
  changed: string[];
  removed: string[];
}

/**
 * What became of an app's variables, shared ones included, since what is live got them: all of them are new while
 * nothing is live. A secret that was put again counts as changed, whatever its value.
 */
export async function variableChangesSince(
  app: { id: string },
  from: Database | Transaction = db,
): Promise<VariableChanges> {
  const [rows, since] = [await variableRowsOf(app, from), await liveSince(app, from)];
  if (since === null) return { new: [...new Set(rows.map(({ key }) => key))], changed: [], removed: [] };
  const fates = fatesOf(rows, await changesAfter(app, since, from));
  const named = (fate: Fate) => fates.filter(([, found]) => found === fate).map(([key]) => key);
  return { new: named("new"), changed: named("changed"), removed: named("removed") };
}

async function changesAfter(app: { id: string }, at: Date, from: Database | Transaction): Promise<Change[]> {
  const project = from.select({ id: apps.projectId }).from(apps).where(eq(apps.id, app.id));
  return from
    .select()
    .from(variableChanges)
    .where(
      and(
        or(eq(variableChanges.appId, app.id), inArray(variableChanges.projectId, project)),
        gt(variableChanges.at, at),
      ),
    )
    .orderBy(asc(variableChanges.at), asc(variableChanges.id));
}

type Fate = "new" | "changed" | "removed" | "same";

function fatesOf(rows: VariableRow[], changes: Change[]): [key: string, fate: Fate][] {
  const keys = [...new Set([...rows, ...changes].map(({ key }) => key))].toSorted();
  return keys.map((key) => {
    const places = (["app", "project"] as const).map((origin) => {
      const isHere = (one: { key: string; appId: string | null }) => one.key === key && originOf(one) === origin;
      return placeOf(rows.some(isHere), changes.filter(isHere));
    });
    return [key, fateOf(places)];
  });
}

interface Place {
  was: boolean;
  is: boolean;
  isTouched: boolean;
}

/** The first change says what was there before it. */
function placeOf(is: boolean, [first]: Change[]): Place {
  return { is, was: first ? first.change !== "added" : is, isTouched: first !== undefined };
}

/** `places` in the order in which they count: what stands in an earlier one hides what is in a later. */
function fateOf(places: Place[]): Fate {
  const [was, is] = [places.findIndex((place) => place.was), places.findIndex((place) => place.is)];
  if (is < 0) return was < 0 ? "same" : "removed";
  if (was < 0) return "new";
  return was !== is || places[is]?.isTouched ? "changed" : "same";
}
