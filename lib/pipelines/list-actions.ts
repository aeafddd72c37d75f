import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { actions } from "./actions/index.ts";

export const listActionsInput = z.strictObject({});

/** The kinds of hook, with the fields that each takes. */
export async function listActions(actor: Actor) {
  await authorize(actor, "workspace.view");
  return Object.entries(actions).map(([id, { title, summary, fields }]) => ({ id, title, summary, fields }));
}
