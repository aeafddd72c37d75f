import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { readAutoDeploy } from "./rows.ts";

export const findAutoDeployInput = z.strictObject({ app: z.string() });

/** Whether pushes deploy an app, which branch is watched, and how its webhook stands. */
export async function findAutoDeploy(actor: Actor, input: z.infer<typeof findAutoDeployInput>) {
  const app = await authorize(actor, "app.view", input.app);
  return readAutoDeploy(app.id);
}
