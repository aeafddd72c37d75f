import type { ProposedHook } from "#lib/platforms/platform.ts";

/** One thing that was looked at before a deployment. A problem makes it fail, as far as can be told. */
export interface Check {
  /** A word for programs: "git", "disk", "tool:node". */
  name: string;
  state: "ok" | "warning" | "problem";
  /** What was found, in a sentence. */
  words: string;
  /** What a person does about it; null where nothing has to be done. */
  fix: string | null;
  /** A hook that would mend it, to be added by a click. */
  hook: ProposedHook | null;
}

export function fine(name: string, words: string): Check {
  return { name, state: "ok", words, fix: null, hook: null };
}

export function warning(name: string, words: string, fix: string | null = null): Check {
  return { name, state: "warning", words, fix, hook: null };
}

export function problem(name: string, words: string, fix: string | null, hook: ProposedHook | null = null): Check {
  return { name, state: "problem", words, fix, hook };
}
