"use server";

import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";

interface Target {
  workspace: string;
  deployment: string;
}

export async function cancelDeployment({ workspace, deployment }: Target): Promise<FormState | null> {
  const { message, fields } = await act("deployments.cancel", workspace, { deployment });
  return message ? { message, fields } : null;
}

export async function rollBack({ workspace, deployment }: Target): Promise<FormState | null> {
  return follow(workspace, await act("deployments.rollBack", workspace, { deployment }));
}

export async function retry({ workspace, deployment }: Target): Promise<FormState | null> {
  return follow(workspace, await act("deployments.retry", workspace, { deployment }));
}

export async function retryWhole({ workspace, deployment }: Target): Promise<FormState | null> {
  return follow(workspace, await act("deployments.retry", workspace, { deployment, from: "start" }));
}

/** Deploys a commit once more, with the pipeline and the variables that its app has now. */
export async function redeploy(workspace: string, app: string, commit: string): Promise<FormState | null> {
  return follow(workspace, await act("deployments.create", workspace, { app, commit }));
}

export async function pin({ workspace, deployment }: Target, pinned: boolean): Promise<FormState | null> {
  const { message, fields } = await act("deployments.pin", workspace, { deployment, pinned });
  return message ? { message, fields } : null;
}

/** Deploys an app, or shows first what that would do: a branch, tag or commit where the form has one, else its own branch. */
export async function deploy(
  target: { workspace: string; app: string },
  _: FormState | null,
  form: FormData,
): Promise<FormState | null> {
  const { workspace, app } = target;
  const given = ["branch", "tag", "commit", "plan"].map((name) => [name, text(form, name)]);
  const wish = given.filter(([, value]) => value !== "");
  if (text(form, "first") === "preview") redirect(paths.appPreview(workspace, app, `?${new URLSearchParams(wish)}`));
  const values = { app, ...Object.fromEntries(wish) };
  return follow(workspace, await act("deployments.create", workspace, values));
}

/** To the deployment that was queued, where it can be watched. */
function follow(workspace: string, state: FormState<{ id: string }>): FormState {
  return state.value ? redirect(paths.deployment(workspace, state.value.id)) : state;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
