"use server";

import { redirect } from "next/navigation";
import { type FormState, refusal } from "#lib/action.ts";
import { enterAsFirst, enterWithPassword, leave } from "#lib/access/entrance.ts";
import { localPath } from "#lib/access/local-path.ts";
import { paths } from "#lib/paths.ts";

export async function setUp(_: FormState | null, form: FormData): Promise<FormState> {
  const entered = await attempt(form, ["token", "email", "password", "workspace"], enterAsFirst);
  return entered.value === undefined ? entered : redirect(paths.overview(entered.value));
}

export async function signIn(next: string | null, _: FormState | null, form: FormData): Promise<FormState> {
  const entered = await attempt(form, ["email", "password"], enterWithPassword);
  return entered.value === undefined ? entered : redirect(localPath(next) ?? paths.home());
}

export async function signOut(): Promise<void> {
  await leave();
  redirect(paths.signIn());
}

/** These forms have no actor yet, so they are no operations. */
async function attempt<T>(
  form: FormData,
  names: string[],
  work: (values: Record<string, unknown>) => Promise<T>,
): Promise<FormState<T>> {
  try {
    return { value: await work(Object.fromEntries(names.map((name) => [name, form.get(name)]))) };
  } catch (error) {
    return refusal(error, names);
  }
}
