import { z } from "zod";
import { view } from "#lib/api/view.ts";
import { platformNames } from "#lib/platforms/index.ts";
import { runtimeNames } from "#lib/platforms/platform.ts";

const found = <Name extends z.ZodType>(name: Name) =>
  z.object({ name, version: z.string().nullable(), from: z.string().nullable() });

const platform = z.enum(platformNames);
const stage = z.enum(["pre_execution", "pre_source_control", "post_source_control", "post_setup", "post_release"]);

/** What a repository seems to be, with the evidence: a proposal, of which nothing is applied yet. */
export const detectionView = view({
  commit: z.string(),
  directory: z.string(),
  platform,
  certainty: z.enum(["certain", "likely", "unsure"]),
  evidence: z.array(z.string()),
  doubts: z.array(z.string()),
  framework: z.object({ name: z.string(), version: z.string().nullable() }).nullable(),
  runtime: found(z.enum(runtimeNames)).nullable(),
  packageManager: found(z.string()).nullable(),
  installCommand: z.string().nullable(),
  buildCommand: z.string().nullable(),
  migrateCommand: z.string().nullable(),
  startCommand: z.string().nullable(),
  outputDirectory: z.string().nullable(),
  storagePaths: z.array(z.string()),
  processes: z.array(z.object({ name: z.string(), command: z.string(), count: z.number() })),
  requirements: z.array(z.string()),
  variables: z.array(
    z.object({
      key: z.string(),
      isRequired: z.boolean(),
      isSecret: z.boolean(),
      example: z.string().nullable(),
      from: z.string(),
    }),
  ),
  /** Apps of a monorepo to choose from; empty where there is one app. */
  packages: z.array(z.object({ directory: z.string(), name: z.string(), platform, framework: z.string().nullable() })),
  hooks: z.array(
    z.object({
      stage,
      name: z.string(),
      action: z.string(),
      input: z.record(z.string(), z.string()),
      reason: z.string(),
      isEnabled: z.boolean(),
    }),
  ),
  detectedAt: z.date(),
});

export type DetectionView = ReturnType<typeof detectionView>;
