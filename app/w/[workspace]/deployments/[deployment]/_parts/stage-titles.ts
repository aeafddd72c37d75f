import { type Stage, stages } from "#lib/pipelines/stages.ts";

/** Devpilot's own steps between the five stages. */
const own: Record<string, string> = {
  fetch_source: "Fetch source",
  set_up_runtime: "Set up runtime",
  release: "Release",
  after_release: "Afterwards",
};

export function stageTitle(stage: string): string {
  return own[stage] ?? (stage in stages ? stages[stage as Stage].title : stage);
}
