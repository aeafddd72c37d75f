import { z } from "zod";
import { view } from "#lib/api/view.ts";
import type { ProposedHook } from "#lib/platforms/platform.ts";
import { stageNames } from "#lib/pipelines/stages.ts";
import type { Check } from "./checks/check.ts";
import { previewStep } from "./preview-steps.ts";

const hook: z.ZodType<ProposedHook> = z.object({
  stage: z.enum(stageNames),
  name: z.string(),
  action: z.string(),
  input: z.record(z.string(), z.string()),
  reason: z.string(),
  isEnabled: z.boolean(),
});

const check: z.ZodType<Check> = z.object({
  name: z.string(),
  state: z.enum(["ok", "warning", "problem"]),
  words: z.string(),
  fix: z.string().nullable(),
  hook: hook.nullable(),
});

const names = z.array(z.string());

/** Bytes; what is needed is null where nothing tells. */
const room = z.object({ freeBytes: z.number(), needBytes: z.number().nullable(), from: z.string() });

/** What a deployment would do, and what was found of what it needs. */
export const previewView = view({
  server: z.object({ id: z.string(), name: z.string() }),
  /** Empty for a tag, and for a commit by its id until it is fetched. */
  branch: z.string(),
  tag: z.string().nullable(),
  /** Null where git on the server did not get there: `checks` says why. */
  commit: z
    .object({
      id: z.string(),
      subject: z.string(),
      author: z.string(),
      committedAt: z.date(),
      url: z.string().nullable(),
    })
    .nullable(),
  /** What is live now; null while nothing is. */
  live: z.object({ id: z.string(), number: z.number(), commit: z.string().nullable() }).nullable(),
  steps: z.array(previewStep),
  /** By name alone, against what is live; null for those who may not see the app's variables. */
  variables: z.object({ new: names, changed: names, removed: names, missing: names }).nullable(),
  /** Null where the server was not reached. */
  disk: room.nullable(),
  memory: room.nullable(),
  checks: z.array(check),
  /** By what its steps took lately; null for the first one. */
  expectedMs: z.number().nullable(),
  /** To be handed to `deployments.create`, which refuses when something changed in between; null without a commit. */
  plan: z.string().nullable(),
});

export type PreviewView = ReturnType<typeof previewView>;
