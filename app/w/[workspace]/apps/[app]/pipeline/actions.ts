"use server";

import { revalidatePath } from "next/cache";
import { act, type FormState, look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import type { PipelineView } from "#lib/pipelines/view.ts";

export interface Saving {
  /** The pipeline as it was saved. */
  saved?: PipelineView;
  /** As somebody else saved it meanwhile: that is why it was refused. */
  newer?: PipelineView;
  message?: string;
  /** By `hooks.<index>.<field>`. */
  fields?: Record<string, string>;
}

/** The exact text that a hook would run, or null while its fields are not right yet. */
export async function showHook(
  { workspace, app }: { workspace: string; app: string },
  action: string,
  input: Record<string, string>,
): Promise<string | null> {
  const { value } = await act("pipeline.showHook", workspace, { app, action, input });
  return value?.text ?? null;
}

/** Saves the whole pipeline, or nothing of it and says why. */
export async function savePipeline(
  workspace: string,
  app: string,
  pipeline: { version: string; hooks: Record<string, unknown>[] },
): Promise<Saving> {
  const { value, message, fields }: FormState<PipelineView> = await act("pipeline.save", workspace, {
    app,
    ...pipeline,
  });
  if (value) {
    revalidatePath(paths.appPipeline(workspace, app));
    return { saved: value };
  }
  if (fields && Object.keys(fields).length > 0) return { message, fields };
  const now = await look("pipeline.find", workspace, { app });
  return { message, ...(now.version !== pipeline.version && { newer: now }) };
}
