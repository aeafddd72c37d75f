"use server";

import { revalidatePath } from "next/cache";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";

type Previous = FormState | null;

export async function putClient(workspace: string, provider: string, _: Previous, form: FormData): Promise<FormState> {
  form.set("provider", provider);
  const { value, ...refused } = await act("instance.putOAuthClient", workspace, form);
  if (value) revalidatePath(paths.instance(workspace));
  return { ...refused, message: refused.message ?? refused.fields?.provider };
}

export async function removeClient(workspace: string, client: string): Promise<FormState> {
  const { message, fields } = await act("instance.removeOAuthClient", workspace, { client });
  if (!message) revalidatePath(paths.instance(workspace));
  return { message, fields };
}
