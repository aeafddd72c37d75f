"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { stepAfter, stepBefore, type WizardStep } from "#lib/wizard/steps.ts";
import { appValues, besideFields, textOf } from "../../_parts/form-values.ts";
import type { Target } from "./_parts/step-props.ts";

type Previous = FormState | null;

/** Looks at the repository; answers in words why that failed. */
export async function detect(
  { workspace, app }: Target,
  asked: { directory: string; rescan: boolean },
): Promise<string | null> {
  const { message, fields } = await act("apps.detect", workspace, { app, ...asked });
  const problem = message ?? Object.values(fields ?? {})[0] ?? null;
  if (!problem) revalidatePath(paths.appWizard(workspace, app, "detected"));
  return problem;
}

export async function acceptDetection(
  target: Target,
  seen: { commit: string; directory: string },
  _: Previous,
  form: FormData,
): Promise<FormState> {
  const { workspace, app } = target;
  const { value, message, fields } = await act("wizard.acceptDetection", workspace, { app, ...seen });
  if (!value) return { message: message ?? Object.values(fields ?? {})[0] };
  return goTo(target, textOf(form, "go") === "review" ? "review" : "build");
}

export async function choosePlatform(target: Target, _: Previous, form: FormData): Promise<FormState> {
  const values = { app: target.app, platform: textOf(form, "platform"), directory: textOf(form, "directory") };
  const state = await act("wizard.choosePlatform", target.workspace, values);
  return state.value ? goTo(target, "build") : besideFields(state, form);
}

export async function saveBuild(target: Target, _: Previous, form: FormData): Promise<FormState> {
  const state = await act("apps.update", target.workspace, { app: target.app, ...appValues(form) });
  return state.value ? leave(target, "build", textOf(form, "go")) : besideFields(state, form);
}

export interface Kept extends FormState {
  /** What a person should know of what was saved. */
  warnings?: string[];
}

/** Keeps the values that were given; what is left empty stays as it is. */
export async function keepValues(target: Target, _: Kept | null, form: FormData): Promise<Kept> {
  const given = [...form.keys()].filter((name) => name.startsWith("value.") && textOf(form, name) !== "");
  const variables = given.map((name) => {
    const key = name.slice("value.".length);
    return { key, value: textOf(form, name), isSecret: form.get(`secret.${key}`) !== "no" };
  });
  if (variables.length > 0) {
    const { value, message, fields } = await act("variables.put", target.workspace, { app: target.app, variables });
    if (!value) return besideFields({ message, fields: byName(fields, given) }, form);
    revalidatePath(paths.appWizard(target.workspace, target.app, "environment"));
    if (value.warnings.length > 0) return { warnings: value.warnings };
  }
  return leave(target, "environment", textOf(form, "go"));
}

/** To the step after this one, or before it. */
export async function leave(target: Target, step: WizardStep, go: string): Promise<FormState> {
  const next = go === "back" ? stepBefore(step) : stepAfter(step);
  return goTo(target, next ?? step);
}

/** Deploys the plan that was shown; with that the wizard is gone through. */
export async function deployPlan({ workspace, app }: Target, _: Previous, form: FormData): Promise<FormState> {
  const { value, ...refused } = await act("deployments.create", workspace, { app, plan: textOf(form, "plan") });
  if (!value) return refused;
  await act("wizard.finish", workspace, { app });
  redirect(paths.deployment(workspace, value.id));
}

export async function finish({ workspace, app }: Target): Promise<FormState> {
  const { value, message } = await act("wizard.finish", workspace, { app });
  return value ? redirect(paths.app(workspace, app)) : { message };
}

async function goTo({ workspace, app }: Target, step: WizardStep): Promise<FormState> {
  const { value, message } = await act("wizard.goTo", workspace, { app, step });
  return value ? redirect(paths.appWizard(workspace, app, step)) : { message };
}

/** From `variables.0.value` to the name of the field that it came from. */
function byName(fields: Record<string, string> = {}, given: readonly string[]): Record<string, string> {
  const nameOf = (path: string) => given[Number(/^variables\.(\d+)\./.exec(path)?.[1])] ?? path;
  return Object.fromEntries(Object.entries(fields).map(([path, words]) => [nameOf(path), words]));
}
