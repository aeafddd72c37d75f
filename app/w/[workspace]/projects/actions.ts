"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";

type Previous = FormState | null;

export async function createProject(workspace: string, _: Previous, form: FormData): Promise<FormState> {
  const state = await act("projects.create", workspace, form);
  return state.value ? redirect(paths.project(workspace, state.value.id)) : state;
}

export async function renameProject(
  workspace: string,
  project: string,
  _: Previous,
  form: FormData,
): Promise<FormState> {
  const state = await act("projects.update", workspace, { project, name: form.get("name") });
  if (state.value) revalidatePath(paths.project(workspace, project), "layout");
  return state;
}

export async function removeProject(workspace: string, project: string): Promise<FormState> {
  const state = await act("projects.remove", workspace, { project });
  return state.message ? state : redirect(paths.projects(workspace));
}
