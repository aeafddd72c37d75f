import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";

export const pinDeploymentInput = z.strictObject({ deployment: z.string(), pinned: z.boolean() });

/** A pinned release is never removed from the server. */
export async function pinDeployment(actor: Actor, input: z.infer<typeof pinDeploymentInput>): Promise<void> {
  const deployment = await authorize(actor, "deployment.change", input.deployment);
  if (input.pinned && (!deployment.releasedAt || deployment.releaseRemovedAt)) {
    throw new Failure("conflict", `The release of #${deployment.number} is not on the server: it can't be pinned.`);
  }
  await db.transaction(async (tx) => {
    await tx.update(deployments).set({ isPinned: input.pinned }).where(eq(deployments.id, deployment.id));
    await record(tx, actor, input.pinned ? "deployment.pinned" : "deployment.unpinned", {
      kind: "deployment",
      id: deployment.id,
      label: `${deployment.app.name} #${deployment.number}`,
    });
  });
}
