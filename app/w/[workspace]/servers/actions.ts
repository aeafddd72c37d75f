"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";

type Previous = FormState | null;

interface Target {
  workspace: string;
  server: string;
}

export async function connectServer(workspace: string, form: FormData): Promise<FormState<{ id: string }>> {
  const { value, ...state } = await act("servers.connect", workspace, form);
  return value ? { value: { id: value.id } } : state;
}

/** Null once the key is pinned. Another key by now is told in `message`: a confirmation has no field of its own. */
export async function confirmHostKey({ workspace, server }: Target, fingerprint: string): Promise<FormState | null> {
  const { value, message, fields } = await act("servers.trust", workspace, { server, fingerprint });
  if (!value) return { message: fields?.fingerprint ?? message };
  revalidatePath(paths.server(workspace, server));
  return null;
}

export async function updateServer({ workspace, server }: Target, _: Previous, form: FormData): Promise<FormState> {
  const [name, host, port] = ["name", "host", "port"].map((field) => form.get(field));
  const { value, ...state } = await act("servers.update", workspace, { server, name, host, port });
  if (value) revalidatePath(paths.server(workspace, server), "layout");
  return state;
}

/** Takes the users line by line. */
export async function setRunAsUsers({ workspace, server }: Target, _: Previous, form: FormData): Promise<FormState> {
  const lines = String(form.get("runAsUsers") ?? "").split(/[\s,]+/);
  const runAsUsers = lines.filter((line) => line !== "");
  const { value, message, fields = {} } = await act("servers.update", workspace, { server, runAsUsers });
  if (value) revalidatePath(paths.server(workspace, server), "layout");
  const [wrong] = Object.entries(fields);
  if (!wrong) return { message };
  const user = runAsUsers[Number(wrong[0].split(".")[1])];
  return { fields: { runAsUsers: user === undefined ? wrong[1] : `${user}: ${wrong[1]}` } };
}

/** The new credential signs in before it takes the place of the old one. */
export async function replaceAccess({ workspace, server }: Target, form: FormData): Promise<FormState> {
  form.set("server", server);
  const { value, ...state } = await act("servers.rotateKey", workspace, form);
  if (value) revalidatePath(paths.server(workspace, server), "layout");
  return state;
}

export async function forgetServer({ workspace, server }: Target, _: Previous, form: FormData): Promise<FormState> {
  const uninstallAgent = form.has("uninstallAgent");
  const state = await act("servers.remove", workspace, { server, uninstallAgent });
  return state.message ? state : redirect(paths.servers(workspace));
}
