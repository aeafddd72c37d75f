import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { runs } from "#db/schema/runs.ts";
import type { Server } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";

/** Throws `conflict` while anything waits or runs on a server. Whoever calls holds the server's row, so that nothing begins. */
export async function refuseWhileRunning(
  tx: Transaction,
  { workspaceId, id, name }: Pick<Server, "workspaceId" | "id" | "name">,
): Promise<void> {
  const isOpen = inArray(runs.status, ["pending", "processing"]);
  const [open] = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), eq(runs.serverId, id), isOpen))
    .limit(1);
  if (open) throw new Failure("conflict", `Something still runs on “${name}”. Wait for its end, or cancel it.`);
}
