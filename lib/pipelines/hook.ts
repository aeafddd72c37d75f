import { z } from "zod";
import type { hooks } from "#db/schema/apps.ts";
import { parse } from "#lib/access/entry.ts";
import { Failure } from "#lib/failure.ts";
import { plainText } from "#lib/text.ts";
import { actionNames, actionOf } from "./actions/index.ts";
import { runAs } from "./run-as.ts";
import { stageNames } from "./stages.ts";

export type Hook = typeof hooks.$inferSelect;

export const mostHooks = 200;

/** What a hook is made of: shared by adding, changing and saving a whole pipeline. */
export const hookFields = {
  stage: z.enum(stageNames, `Choose from ${stageNames.join(", ")}.`),
  name: plainText("The name of the hook", 1, 255),
  action: z.enum(actionNames, `Choose from ${actionNames.join(", ")}.`),
  /** As the action's own fields say; see `pipeline.actions`. */
  input: z.record(z.string().max(60), z.string().max(65_536)),
  runAs,
  timeoutSeconds: z.number().int().min(1, "From 1 second to 24 hours.").max(86_400, "From 1 second to 24 hours."),
  isEnabled: z.boolean(),
  /** Why it is there, for people. */
  note: plainText("The note", 1, 500).nullable(),
};

export const newHookFields = {
  ...hookFields,
  runAs: hookFields.runAs.default(null),
  timeoutSeconds: hookFields.timeoutSeconds.default(600),
  isEnabled: hookFields.isEnabled.default(true),
  note: hookFields.note.optional(),
};

/** The input of a hook as its action wants it; throws beside `<field>.<name>`. */
export function readInput(action: string, given: Record<string, string>, field = "input"): Record<string, string> {
  try {
    return parse(actionOf(action).input, given);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const fields = Object.entries(error.fields).map(([name, message]) => [`${field}.${name}`, message]);
    throw new Failure(error.kind, error.message, { fields: Object.fromEntries(fields), cause: error });
  }
}
