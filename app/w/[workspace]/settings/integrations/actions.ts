"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { currentMember } from "#lib/access/session.ts";
import { act, type FormState, refusal } from "#lib/action.ts";
import { startOAuth } from "#lib/integrations/start-oauth.ts";
import { paths } from "#lib/paths.ts";

type Previous = FormState | null;

interface Target {
  workspace: string;
  integration: string;
}

/** Sends the browser to the host's consent page; `integration` is authorised again in place. */
export async function askForConsent(
  workspace: string,
  about: { provider: string; integration?: string },
  _: Previous,
  form: FormData,
): Promise<FormState> {
  const origin = form.get("origin");
  const begun = await begin(workspace, { ...about, ...(typeof origin === "string" && { origin }) });
  if (!begun.value) return begun;
  const { url, cookie } = begun.value;
  (await cookies()).set(cookie);
  redirect(url);
}

/** The same for an account that is there: the same account has to say yes again. */
export async function authoriseAgain({ workspace, integration }: Target): Promise<FormState> {
  const { value: known, ...refused } = await act("integrations.find", workspace, { integration });
  if (!known) return refused;
  const about = { provider: known.provider, integration };
  return askForConsent(workspace, about, null, new FormData());
}

/** Needs a browser that holds the other end, so it is no operation. */
async function begin(workspace: string, wish: Parameters<typeof startOAuth>[1]) {
  try {
    return { value: await startOAuth(await currentMember(workspace), wish) };
  } catch (error) {
    return refusal(error, ["origin"]);
  }
}

export async function connectByToken(workspace: string, provider: string, _: Previous, form: FormData) {
  form.set("provider", provider);
  return opened(workspace, await act("integrations.connectToken", workspace, form));
}

export async function connectOverHttps(workspace: string, _: Previous, form: FormData): Promise<FormState> {
  return opened(workspace, await act("integrations.connectHttps", workspace, form));
}

export async function connectOverSsh(workspace: string, _: Previous, form: FormData): Promise<FormState> {
  return opened(workspace, await act("integrations.connectSsh", workspace, form));
}

export async function testIntegration({ workspace, integration }: Target): Promise<FormState> {
  return shown(workspace, await act("integrations.test", workspace, { integration }));
}

/** Where nothing but a repository can tell whether the credential is let in. */
export async function testRepository({ workspace, integration }: Target, _: Previous, form: FormData) {
  const repositoryUrl = form.get("repositoryUrl");
  return shown(workspace, await act("integrations.test", workspace, { integration, repositoryUrl }));
}

export async function refreshToken({ workspace, integration }: Target): Promise<FormState> {
  return shown(workspace, await act("integrations.refresh", workspace, { integration }));
}

/** The new credential is checked before it takes the place of the old one. */
export async function replaceCredential({ workspace, integration }: Target, _: Previous, form: FormData) {
  form.set("integration", integration);
  return shown(workspace, await act("integrations.replace", workspace, form));
}

export async function renameIntegration({ workspace, integration }: Target, _: Previous, form: FormData) {
  const name = form.get("name");
  return shown(workspace, await act("integrations.update", workspace, { integration, name }));
}

export async function limitIntegration({ workspace, integration }: Target, _: Previous, form: FormData) {
  const projects = form.get("reach") === "all" ? null : form.getAll("projects");
  const state = await act("integrations.update", workspace, { integration, projects });
  return shown(workspace, state);
}

export async function removeIntegration({ workspace, integration }: Target, _: Previous, form: FormData) {
  const deleteWebhooks = form.has("deleteWebhooks");
  const { message, fields } = await act("integrations.remove", workspace, { integration, deleteWebhooks });
  return message || fields ? { message, fields } : redirect(paths.integrations(workspace));
}

function opened(workspace: string, { value, ...refused }: FormState<{ id: string }>): FormState {
  return value ? redirect(paths.integration(workspace, value.id)) : refused;
}

/** Also a refusal may have changed the state that the page shows. */
function shown(workspace: string, { value, ...refused }: FormState): FormState {
  revalidatePath(paths.integrations(workspace), "layout");
  return value ? {} : refused;
}
