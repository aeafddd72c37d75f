import type { AppView } from "#lib/apps/view.ts";
import { order, type OwnStep } from "#lib/deployments/order.ts";
import { type Stage, stages } from "#lib/pipelines/stages.ts";

export type Band =
  | { kind: "stage"; stage: Stage; title: string; when: string }
  | { kind: "own"; title: string; steps: { name: string; detail: string | null }[] };

const titles: Record<OwnStep["stage"], string> = {
  fetch_source: "Fetch source",
  set_up_runtime: "Set up runtime",
  release: "Release",
  after_release: "Afterwards",
};

/** The whole of a deployment, top to bottom: the five stages with Devpilot's own steps between them. */
export function bandsOf(app: AppView): Band[] {
  const bands: Band[] = [];
  for (const part of order) {
    if ("hooks" in part) {
      bands.push({ kind: "stage", stage: part.hooks, ...stages[part.hooks] });
      continue;
    }
    const step = { name: part.name, detail: details[part.kind]?.(app) ?? null };
    const last = bands.at(-1);
    if (last?.kind === "own" && last.title === titles[part.stage]) last.steps.push(step);
    else bands.push({ kind: "own", title: titles[part.stage], steps: [step] });
  }
  return bands;
}

const details: Partial<Record<OwnStep["kind"], (app: AppView) => string>> = {
  fetch: ({ source }) => `${source.branch}, unless another branch or commit is named`,
  install: ({ installCommand }) => installCommand ?? "nothing to run",
  build: ({ buildCommand }) => buildCommand ?? "nothing to run",
  check_output: ({ outputDirectory }) => outputDirectory ?? "nothing to check",
  start: ({ startCommand, processes }) => startCommand ?? (processes.length > 0 ? "its processes" : "nothing to start"),
  release: () => "one atomic switch",
  retire: ({ startCommand, processes }) =>
    (startCommand ?? processes.length) ? "once it has answered what it was asked" : "nothing to stop",
  health: ({ health }) => healthWords(health),
  prune: ({ retainedReleases }) => `${retainedReleases} are kept`,
};

function healthWords(health: AppView["health"]): string {
  if (!health) return "not checked";
  if (health.kind === "tcp") return `port ${health.port}`;
  return health.kind === "url" ? health.url : "a command";
}
