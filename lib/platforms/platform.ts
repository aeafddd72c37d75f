import type { AppProcess } from "#db/schema/apps.ts";
import type { Stage } from "#lib/pipelines/stages.ts";

export type { AppProcess };

export const runtimeNames = ["node", "php", "python", "go", "ruby"] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** A hook that fits a platform, with the reason that people read beside it. */
export interface ProposedHook {
  stage: Stage;
  name: string;
  /** The name of an action and its input, as in `lib/pipelines/actions`. */
  action: string;
  input: Record<string, string>;
  reason: string;
  /** Off: offered, and switched on by who wants it. */
  isEnabled: boolean;
}

/** One platform: what it needs, what it runs, and what "live" means for it. A proposal; the app holds what was agreed. */
export interface Platform {
  title: string;
  /** One sentence for the card that offers it. */
  summary: string;
  runtime: RuntimeName | null;
  /** Files that a web server serves, PHP behind PHP-FPM, or a service of its own on a port. */
  serves: "files" | "php" | "service";
  installCommand: string | null;
  buildCommand: string | null;
  migrateCommand: string | null;
  /** Answers on the port and the address that the environment names as PORT and HOST. */
  startCommand: string | null;
  /** What a web server serves, below the release; null for the release itself. */
  outputDirectory: string | null;
  /** Paths in a release that every release shares. */
  storagePaths: readonly string[];
  /** Offered: what may run beside an app, and does where somebody wants it. */
  processes: readonly AppProcess[];
  /** As `apps.requirements`, without a version where any will do. */
  requirements: readonly string[];
  hooks: readonly ProposedHook[];
}
