import type { PlatformName } from "#lib/platforms/index.ts";
import type { AppProcess, ProposedHook, RuntimeName } from "#lib/platforms/platform.ts";

/** What a repository seems to be, with the evidence. Nothing of it is applied before a person agreed. */
export interface Detection {
  commit: string;
  /** Where in the repository was looked; empty for its root. */
  directory: string;
  platform: PlatformName;
  /** `certain` only where a manifest says so and nothing contradicts it. */
  certainty: "certain" | "likely" | "unsure";
  /** What it was told by, in words: "composer.json requires laravel/framework ^12.0". */
  evidence: string[];
  /** Why it may be wrong, or what a person should decide, in words. */
  doubts: string[];
  framework: { name: string; version: string | null } | null;
  runtime: Found<RuntimeName> | null;
  packageManager: Found<string> | null;
  installCommand: string | null;
  buildCommand: string | null;
  migrateCommand: string | null;
  startCommand: string | null;
  outputDirectory: string | null;
  storagePaths: string[];
  processes: AppProcess[];
  /** As `apps.requirements`. */
  requirements: string[];
  variables: WantedVariable[];
  /** Apps of a monorepo to choose from; empty where there is one app. */
  packages: { directory: string; name: string; platform: PlatformName; framework: string | null }[];
  hooks: ProposedHook[];
}

/** A thing with the version that is wanted, and the file that says so. */
export interface Found<Name extends string> {
  name: Name;
  version: string | null;
  from: string | null;
}

export interface WantedVariable {
  key: string;
  isRequired: boolean;
  isSecret: boolean;
  /** A value to begin with, where the repository shows one that is no placeholder. */
  example: string | null;
  /** The file that names it. */
  from: string;
}
