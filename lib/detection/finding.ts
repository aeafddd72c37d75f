import type { PlatformName } from "#lib/platforms/index.ts";
import type { Detection, WantedVariable } from "./detection.ts";

export type Certainty = Detection["certainty"];

/** A sentence for people, and how sure one can still be when it is said. */
export interface Doubt {
  words: string;
  leaves: Certainty;
  /** It is about how the app is started, and gone where something else tells that. */
  isAboutStart?: boolean;
}

/** Something to decide or to know that leaves the guess itself as it is. */
export const note = (words: string): Doubt => ({ words, leaves: "certain" });
export const likely = (words: string): Doubt => ({ words, leaves: "likely" });
export const unsure = (words: string): Doubt => ({ words, leaves: "unsure" });

export const aboutStart = (doubt: Doubt): Doubt => ({ ...doubt, isAboutStart: true });

/** What tells: a framework that a manifest names, a manifest alone, or files by their names. */
export const claims = ["files", "manifest", "framework"] as const;
export type Claim = (typeof claims)[number];

type Commands = "installCommand" | "buildCommand" | "migrateCommand" | "startCommand" | "outputDirectory";
type Parts = "framework" | "runtime" | "packageManager" | "storagePaths" | "processes" | "hooks";

/** What one ecosystem makes of a place. What it leaves out is as its platform proposes. */
export interface Finding extends Partial<Pick<Detection, Commands | Parts>> {
  platform: PlatformName;
  claim: Claim;
  /** It builds what something else serves, where there is something else. */
  isAssets?: boolean;
  evidence: string[];
  doubts: Doubt[];
  requirements: string[];
  /** Beside the usual ones, files that name variables. */
  exampleFiles?: readonly string[];
  /** What the framework itself wants to be told, beside what files of the repository name. */
  variables?: WantedVariable[];
  /** Keys that the framework can do without, whatever an example file says. */
  optionalVariables?: RegExp;
}

const order: readonly Certainty[] = ["certain", "likely", "unsure"];

/** As sure as the worst of the doubts leaves one. */
export function certaintyOf(doubts: readonly Doubt[]): Certainty {
  return order[Math.max(0, ...doubts.map(({ leaves }) => order.indexOf(leaves)))] ?? "unsure";
}
