import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { hookFields, readInput } from "./hook.ts";
import { hookText } from "./hook-text.ts";

export const showHookInput = z.strictObject({ app: z.string(), action: hookFields.action, input: hookFields.input });

export const hookTextView = view({ text: z.string() });

/** The exact text that a hook would run in this app, before it is saved. Throws beside the fields that are not right yet. */
export async function showHook(actor: Actor, { app: id, action, input }: z.infer<typeof showHookInput>) {
  const app = await authorize(actor, "app.view", id);
  return { text: hookText(action, readInput(action, input), app) };
}
