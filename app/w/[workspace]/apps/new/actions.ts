"use server";

import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { firstStep } from "#lib/wizard/steps.ts";
import { accessOf, besideFields, textOf } from "../_parts/form-values.ts";
import { type Chosen, withRepository } from "./_parts/chosen.ts";

type Previous = FormState | null;

/** Goes on with a repository whose address can be read; whether it can be reached is seen in the next step. */
export async function chooseRepository(
  workspace: string,
  chosen: Chosen,
  _: Previous,
  form: FormData,
): Promise<FormState> {
  const { project, integration } = chosen;
  const asked = { project, repositoryUrl: textOf(form, "repositoryUrl"), ...(integration && { integration }) };
  const state = await act("wizard.readRepository", workspace, asked);
  if (!state.value) return besideFields(state, form);
  const { repositoryUrl, isOverSsh, name } = state.value;
  const kept = withRepository(chosen, repositoryUrl);
  const access = integration ? "" : isOverSsh ? "deploy_key" : textOf(form, "access.kind");
  const known = textOf(form, "defaultBranch") || kept.default;
  redirect(paths.newAppBranch(workspace, { ...kept, access, default: known, name: kept.name || name }));
}

/** Makes the app; the wizard goes on in it. */
export async function beginApp(workspace: string, project: string, _: Previous, form: FormData): Promise<FormState> {
  const state = await act("wizard.begin", workspace, {
    project,
    repositoryUrl: textOf(form, "repositoryUrl"),
    access: accessOf(form),
    branch: textOf(form, "branch"),
    name: textOf(form, "name"),
    serverId: textOf(form, "serverId"),
    projectPath: textOf(form, "projectPath"),
  });
  return state.value ? redirect(paths.appWizard(workspace, state.value.id, firstStep)) : besideFields(state, form);
}
