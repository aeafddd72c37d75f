import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { leases, runs, steps } from "#db/schema/runs.ts";
import { servers } from "#db/schema/servers.ts";
import { workspaces } from "#db/schema/workspaces.ts";

export interface Place {
  workspaceId: string;
  serverId: string;
}

export async function makePlace(): Promise<Place> {
  const [workspaceId, serverId] = [newId(), newId()];
  await db.insert(workspaces).values({ id: workspaceId, slug: workspaceId, name: "Acme" });
  await db.insert(servers).values({
    id: serverId,
    workspaceId,
    name: "web-1",
    origin: "connected",
    host: "web-1.example",
    port: 22,
    username: "deploy",
  });
  return { workspaceId, serverId };
}

/** A waiting run of a resource, with as many steps as asked for. */
export async function makeRun(place: Place, resourceId: string, stepCount = 1): Promise<string> {
  const id = newId();
  await db.insert(runs).values({ id, ...place, kind: "deployment", resourceId });
  await db.insert(leases).values({ resourceId, workspaceId: place.workspaceId }).onConflictDoNothing();
  await db.insert(steps).values(
    Array.from({ length: stepCount }, (_, position) => ({
      workspaceId: place.workspaceId,
      runId: id,
      position,
      stage: "post_setup",
      kind: "run_command",
      isHook: true,
      name: `Step ${position}`,
      timeoutSeconds: 60,
    })),
  );
  return id;
}
