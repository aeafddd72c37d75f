import { eq } from "drizzle-orm";
import { z } from "zod";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, notFound } from "#lib/access/authorize.ts";
import { type AppRow, appRows } from "./rows.ts";

export const findAppInput = z.strictObject({ app: z.string() });

export async function findApp(actor: Actor, input: z.infer<typeof findAppInput>): Promise<AppRow> {
  const app = await authorize(actor, "app.view", input.app);
  return rereadApp(app.id);
}

/** An app that the actor was let near already, as it is now. */
export async function rereadApp(id: string): Promise<AppRow> {
  const [row] = await appRows(eq(apps.id, id), 1);
  if (!row) throw notFound("app");
  return row;
}
