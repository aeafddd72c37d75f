"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import type { BranchesView } from "#lib/apps/branches.ts";
import { paths } from "#lib/paths.ts";
import { accessOf, appValues, besideFields } from "./_parts/form-values.ts";

type Previous = FormState | null;

export interface Branches {
  branches: string[];
  defaultBranch: string | null;
  /** Why there are none to show, in words. */
  problem: string | null;
}

export async function updateApp(workspace: string, app: string, _: Previous, form: FormData): Promise<FormState> {
  const state = await act("apps.update", workspace, { app, ...appValues(form) });
  return shown(workspace, app, state, form);
}

export async function changeSource(workspace: string, app: string, _: Previous, form: FormData): Promise<FormState> {
  const access = form.get("access.kind") === "keep" ? undefined : accessOf(form);
  const values = { app, repositoryUrl: form.get("repositoryUrl"), branch: form.get("branch") };
  const state = await act("apps.changeSource", workspace, { ...values, ...(access && { access }) });
  return shown(workspace, app, state, form);
}

export async function setActive(workspace: string, app: string, isActive: boolean): Promise<FormState> {
  const { message } = await act("apps.update", workspace, { app, isActive });
  if (!message) revalidatePath(paths.app(workspace, app), "layout");
  return { message };
}

export async function resumeAutoDeploy(workspace: string, app: string): Promise<FormState> {
  const { message } = await act("apps.resumeAutoDeploy", workspace, { app });
  if (!message) revalidatePath(paths.app(workspace, app));
  return { message };
}

export async function pinRelease(workspace: string, deployment: string, pinned: boolean): Promise<FormState> {
  const { message } = await act("deployments.pin", workspace, { deployment, pinned });
  if (!message) revalidatePath("/w/[workspace]/apps/[app]/releases", "page");
  return { message };
}

export async function removeApp(
  workspace: string,
  app: { id: string; project: string | null },
  _: Previous,
  form: FormData,
): Promise<FormState> {
  const state = await act("apps.remove", workspace, { app: app.id, stopService: form.has("stopService") });
  if (state.message) return state;
  redirect(app.project ? paths.project(workspace, app.project) : paths.projects(workspace));
}

export async function branchesOfApp(workspace: string, app: string): Promise<Branches> {
  return namesOf(await act("apps.branches", workspace, { app }));
}

/** The same for tags: the highest version is proposed. */
export async function tagsOfApp(workspace: string, app: string): Promise<Branches> {
  const { value, ...state } = await act("apps.branches", workspace, { app });
  return namesOf({ ...state, value: value && { branches: value.tags, defaultBranch: value.tags[0]?.name ?? null } });
}

export async function tryRepository(
  workspace: string,
  source: { server: string; project?: string; repositoryUrl: string; access: Record<string, string> },
): Promise<Branches> {
  return namesOf(await act("apps.trySource", workspace, source));
}

type Named = Pick<BranchesView, "branches" | "defaultBranch">;

function namesOf({ value, message, fields }: FormState<Named>): Branches {
  const problem = message ?? Object.values(fields ?? {})[0] ?? null;
  const branches = value?.branches.map(({ name }) => name) ?? [];
  return { branches, defaultBranch: value?.defaultBranch ?? null, problem };
}

function shown(workspace: string, app: string, state: FormState, form: FormData): FormState {
  if (!state.value) return besideFields(state, form);
  revalidatePath(paths.app(workspace, app), "layout");
  return {};
}
