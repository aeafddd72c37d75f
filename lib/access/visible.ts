import { inArray, or, type SQL, sql } from "drizzle-orm";
import { apps } from "#db/schema/apps.ts";
import { projects } from "#db/schema/projects.ts";
import { servers } from "#db/schema/servers.ts";
import type { Actor, Grant } from "./actor.ts";
import { seesAll } from "./grants.ts";

/** Which apps an actor sees, as a condition on `apps`; undefined when all. */
export function visibleApps(actor: Actor): SQL | undefined {
  if (seesAll(actor)) return undefined;
  if (actor.kind === "push") return sql`${apps.id} = ${actor.appId}`;
  const { appIds, projectIds } = reachOf(actor);
  return or(oneOf(apps.id, appIds), oneOf(apps.projectId, projectIds));
}

export function visibleProjects(actor: Actor): SQL | undefined {
  if (seesAll(actor)) return undefined;
  return oneOf(projects.id, reachOf(actor).projectIds);
}

export function visibleServers(actor: Actor): SQL | undefined {
  if (seesAll(actor)) return undefined;
  return oneOf(servers.id, reachOf(actor).serverIds);
}

const none = sql`false`;

function reachOf(actor: Actor) {
  const grants: readonly Grant[] = "grants" in actor ? actor.grants : [];
  const ids = (key: "projectId" | "appId" | "serverId") => grants.flatMap((grant) => grant[key] ?? []);
  return { projectIds: ids("projectId"), appIds: ids("appId"), serverIds: ids("serverId") };
}

function oneOf(column: Parameters<typeof inArray>[0], ids: string[]): SQL {
  return ids.length > 0 ? inArray(column, ids) : none;
}
