import type { Transaction } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import type { Actor } from "#lib/access/actor.ts";

export interface Resource {
  kind: string;
  id: string | null;
  label: string;
}

/** Writes who did what to what, in the transaction of the change itself. `detail` never holds a secret. */
export async function record(
  tx: Transaction,
  actor: Actor,
  action: string,
  resource: Resource,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx.insert(activity).values({
    workspaceId: actor.workspaceId,
    actorKind: actor.kind,
    actorId: actorId(actor),
    actorLabel: actor.label,
    address: "address" in actor ? actor.address : null,
    action,
    resourceKind: resource.kind,
    resourceId: resource.id,
    resourceLabel: resource.label,
    detail,
  });
}

function actorId(actor: Actor): string | null {
  if (actor.kind === "member") return actor.userId;
  if (actor.kind === "api_key") return actor.keyId;
  return actor.kind === "push" ? actor.appId : null;
}
