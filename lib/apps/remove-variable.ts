import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { variables } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";

export const removeVariableInput = z.strictObject({ app: z.string(), key: z.string() });

export async function removeVariable(actor: Actor, input: z.infer<typeof removeVariableInput>): Promise<void> {
  const app = await authorize(actor, "variables.edit", input.app);
  // A key with a NUL can't be stored, nor asked for.
  if (input.key.includes("\0")) throw notFound("variable");
  await db.transaction(async (tx) => {
    const removed = await tx
      .delete(variables)
      .where(and(eq(variables.appId, app.id), eq(variables.key, input.key)))
      .returning({ key: variables.key });
    if (removed.length === 0) throw notFound("variable");
    const resource = { kind: "app", id: app.id, label: app.name };
    await record(tx, actor, "variable.removed", resource, { keys: [input.key] });
  });
}
