"use server";

import { revalidatePath } from "next/cache";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { besideFields } from "../../_parts/form-values.ts";

interface Target {
  workspace: string;
  app: string;
}

export interface Secretly extends FormState {
  /** Shown this once. */
  secret?: string | null;
}

export async function setAutoDeploy({ workspace, app }: Target, form: FormData): Promise<Secretly> {
  const values = {
    app,
    enabled: form.has("enabled"),
    ...(form.get("branch") && { branch: form.get("branch") }),
    ...(form.get("dialect") && { dialect: form.get("dialect") }),
  };
  return shown({ workspace, app }, await act("autoDeploy.set", workspace, values), form);
}

export async function rotateSecret({ workspace, app }: Target, form: FormData): Promise<Secretly> {
  const values = { app, overlapHours: form.get("overlapHours") };
  return shown({ workspace, app }, await act("webhooks.rotate", workspace, values), form);
}

export async function registerWebhook({ workspace, app }: Target): Promise<FormState> {
  const { message, fields } = await act("webhooks.register", workspace, { app });
  if (!message) revalidatePath(paths.app(workspace, app), "layout");
  return { message: message ?? Object.values(fields ?? {})[0] };
}

function shown({ workspace, app }: Target, state: FormState<{ secret: string | null }>, form: FormData): Secretly {
  if (!state.value) return besideFields(state, form);
  revalidatePath(paths.app(workspace, app), "layout");
  return { secret: state.value.secret };
}
