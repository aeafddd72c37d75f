import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { dotenvFile, variablesIn } from "./import-variables.ts";
import { type PreviewView, previewOf } from "./preview-import.ts";
import { type PutVariables, told } from "./put-variables.ts";
import { projectAsHolder } from "./variable-holder.ts";
import { writeVariables } from "./write-variables.ts";

export const importSharedVariablesInput = z.strictObject({ project: z.string(), ...dotenvFile });

type ImportShared = z.infer<typeof importSharedVariablesInput>;

/** Shares what a `.env` file says, whole or not at all. */
export async function importSharedVariables(actor: Actor, input: ImportShared): Promise<PutVariables> {
  const project = await authorize(actor, "sharedVariables.edit", input.project);
  const given = variablesIn(input);
  await writeVariables(actor, projectAsHolder(project), given);
  return told(given);
}

/** What that would do, without doing it. */
export async function previewSharedImport(actor: Actor, input: ImportShared): Promise<PreviewView> {
  const project = await authorize(actor, "sharedVariables.edit", input.project);
  return previewOf(projectAsHolder(project), variablesIn(input));
}
