import type { z } from "zod";
import type { App } from "#lib/access/authorize.ts";

/** One field of an action, as the form shows it. */
export interface ActionField {
  /** As in the input. */
  name: string;
  label: string;
  help: string | null;
  kind: "line" | "script" | "choice";
  choices?: readonly string[];
}

/** What the agent is to do: a kind it knows, with data that is never part of a script. */
export interface ActionStep {
  kind: "hook" | "sync_file" | "sync_directory" | "health";
  /** For a hook the environment of its script; else what the kind takes. */
  data: Record<string, string>;
  /** Only for a hook: a constant of ours, or the user's own text. */
  script?: string;
}

/** One kind of hook. It says what to run; the engine runs it. */
export interface Action {
  readonly title: string;
  readonly summary: string;
  readonly fields: readonly ActionField[];
  /** Strict; every value is text, and one left out is empty. */
  readonly input: z.ZodType<Record<string, string>>;
  toStep(input: Record<string, string>, app: App): ActionStep;
}
