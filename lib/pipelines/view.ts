import { z } from "zod";
import { view } from "#lib/api/view.ts";
import type { Action } from "./actions/action.ts";
import type { Pipeline } from "./find.ts";

const shape = {
  id: z.string(),
  stage: z.string(),
  /** Order within its stage, from 0. */
  priority: z.number(),
  name: z.string(),
  action: z.string(),
  input: z.record(z.string(), z.string()),
  runAs: z.string().nullable(),
  timeoutSeconds: z.number(),
  isEnabled: z.boolean(),
  /** Why it is there, for people. */
  note: z.string().nullable(),
};

export const hookView = view(shape);

export const pipelineView = view(
  { version: z.string(), hooks: z.array(z.object(shape)) },
  ({ version, hooks }: Pipeline) => ({ version, hooks: hooks.map((hook) => hookView(hook)) }),
);

const field = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string().nullable(),
  kind: z.enum(["line", "script", "choice"]),
  choices: z.array(z.string()),
});

export const actionView = view(
  { id: z.string(), title: z.string(), summary: z.string(), fields: z.array(field) },
  ({ id, title, summary, fields }: Pick<Action, "title" | "summary" | "fields"> & { id: string }) => ({
    id,
    title,
    summary,
    fields: fields.map((one) => ({ ...one, choices: [...(one.choices ?? [])] })),
  }),
);

export type HookView = ReturnType<typeof hookView>;
export type PipelineView = ReturnType<typeof pipelineView>;
export type ActionView = ReturnType<typeof actionView>;
