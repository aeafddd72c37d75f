"use server";

import { revalidatePath } from "next/cache";
import { act, type FormState } from "#lib/action.ts";
import type { PreviewView } from "#lib/apps/preview-import.ts";
import { besideFields, textOf } from "../apps/_parts/form-values.ts";
import { placeOf, type Target } from "./target.ts";

export interface Put extends FormState {
  /** What a person should know of what was saved. */
  warnings?: string[];
}

export async function putVariable(target: Target, form: FormData): Promise<Put> {
  const { operations, holder, page } = placeOf(target);
  const variable = {
    key: textOf(form, "key").trim(),
    value: textOf(form, "value"),
    isSecret: form.has("isSecret"),
    scope: textOf(form, "scope"),
  };
  const { value, message, fields } = await act(operations.put, target.workspace, { ...holder, variables: [variable] });
  if (!value) return besideFields({ message, fields: ofTheOnlyOne(fields) }, form);
  revalidatePath(page);
  return { warnings: value.warnings };
}

export async function removeVariable(target: Target, key: string): Promise<FormState> {
  const { operations, holder, page } = placeOf(target);
  const { message, fields } = await act(operations.remove, target.workspace, { ...holder, key });
  if (!message) revalidatePath(page);
  return { message, fields };
}

/** A `.env` file, and how what it holds is stored. */
export interface File {
  text: string;
  isSecret: boolean;
  /** Left out: as each is stored. */
  scope?: string;
}

export async function previewImport(target: Target, file: File): Promise<FormState<PreviewView>> {
  const { operations, holder } = placeOf(target);
  const state = await act(operations.preview, target.workspace, { ...holder, ...file });
  return state.value ? state : aboutTheFile(state);
}

export async function importVariables(target: Target, file: File): Promise<FormState> {
  const { operations, holder, page } = placeOf(target);
  const state = await act(operations.import, target.workspace, { ...holder, ...file });
  if (!state.value) return aboutTheFile(state);
  revalidatePath(page);
  return {};
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
