"use server";

import { revalidatePath } from "next/cache";
import { act, type FormState } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import type { ProposedHook } from "#lib/platforms/platform.ts";

/** Puts a hook that a check proposed into the pipeline, with the reason beside it. */
export async function addProposedHook(workspace: string, app: string, hook: ProposedHook): Promise<FormState> {
  const { reason: note, ...rest } = hook;
  const { message, fields } = await act("hooks.add", workspace, { app, ...rest, note });
  if (!message && !fields) revalidatePath(paths.app(workspace, app), "layout");
  return { message: message ?? Object.values(fields ?? {})[0] };
}
