import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { users } from "#db/schema/users.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";

/** Whether this is the first user of the instance, or a key of theirs. */
export async function ownsInstance(actor: Actor): Promise<boolean> {
  if (!("userId" in actor)) return false;
  const [user] = await db.select({ owns: users.ownsInstance }).from(users).where(eq(users.id, actor.userId));
  return user?.owns === true;
}

/** The first line of every verb of the instance. To the owners of other workspaces its settings do not exist. */
export async function authorizeInstance(actor: Actor): Promise<void> {
  await authorize(actor, "instance.manage");
  if (!(await ownsInstance(actor))) throw new Failure("not_found", "There is nothing here.");
}
