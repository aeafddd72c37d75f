"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import type { PreviewView } from "#lib/apps/preview-import.ts";
import { paths } from "#lib/paths.ts";
import { besideFields, textOf } from "../../_parts/form-values.ts";

interface Target {
  workspace: string;
  app: string;
}

export interface Put extends FormState {
  /** What a person should know of what was saved. */
  warnings?: string[];
}

export async function putVariable({ workspace, app }: Target, form: FormData): Promise<Put> {
  const variable = { key: textOf(form, "key").trim(), value: textOf(form, "value"), isSecret: form.has("isSecret") };
  const { value, message, fields } = await act("variables.put", workspace, { app, variables: [variable] });
  if (!value) return besideFields({ message, fields: ofTheOnlyOne(fields) }, form);
  revalidatePath(paths.appEnvironment(workspace, app));
  return { warnings: value.warnings };
}

export async function removeVariable({ workspace, app }: Target, key: string): Promise<FormState> {
  const { message, fields } = await act("variables.remove", workspace, { app, key });
  if (!message) revalidatePath(paths.appEnvironment(workspace, app));
  return { message, fields };
}

export async function previewImport(
  { workspace, app }: Target,
  file: { text: string; isSecret: boolean },
): Promise<FormState<PreviewView>> {
  const state = await act("variables.preview", workspace, { app, ...file });
  return state.value ? state : aboutTheFile(state);
}

export async function importVariables(
  { workspace, app }: Target,
  file: { text: string; isSecret: boolean },
): Promise<FormState> {
  const state = await act("variables.import", workspace, { app, ...file });
  if (!state.value) return aboutTheFile(state);
  revalidatePath(paths.appEnvironment(workspace, app));
  redirect(paths.appEnvironment(workspace, app));
}

/** From `variables.0.key` to `key`: the form has one of them. */
function ofTheOnlyOne(fields: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, words]) => [name.replace(/^variables\.0\./, ""), words]),
  );
}

/** A variable in the file has no field of its own: the first thing wrong stands beside the file. */
function aboutTheFile({ message, fields = {} }: FormState): FormState<never> {
  const [words] = Object.values(fields);
  return words ? { fields: { text: words } } : { message };
}
