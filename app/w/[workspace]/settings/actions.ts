"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import type { AnswerOf } from "#lib/api/operations.ts";
import { paths } from "#lib/paths.ts";

type Previous = FormState | null;

const dayMs = 24 * 3600 * 1000;

export async function renameWorkspace(workspace: string, _: Previous, form: FormData): Promise<FormState> {
  const state = await act("workspace.update", workspace, form);
  if (state.value) revalidatePath(paths.overview(workspace), "layout");
  return state;
}

export async function removeWorkspace(workspace: string, _: Previous, form: FormData): Promise<FormState> {
  const state = await act("workspace.remove", workspace, { name: form.get("confirmation") });
  return state.message || state.fields ? state : redirect(paths.home());
}

/** Answers with the key itself, this once. */
export async function makeKey(
  workspace: string,
  _: Previous,
  form: FormData,
): Promise<FormState<AnswerOf<"keys.make">>> {
  const days = Number(form.get("expiresAt"));
  return act("keys.make", workspace, {
    name: form.get("name"),
    scopes: form.getAll("scopes"),
    expiresAt: days > 0 ? new Date(Date.now() + days * dayMs).toISOString() : null,
  });
}

export async function revokeKey(workspace: string, key: string): Promise<FormState> {
  const state = await act("keys.revoke", workspace, { key });
  if (!state.message) revalidatePath(paths.apiKeys(workspace));
  return state;
}
