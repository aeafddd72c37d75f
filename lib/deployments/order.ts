import type { Stage } from "#lib/pipelines/stages.ts";

/** A step of Devpilot's own: what the agent runs, and what people read. */
export interface OwnStep {
  kind:
    | "fetch"
    | "setup"
    | "install"
    | "build"
    | "check_output"
    | "start"
    | "release"
    | "rollback"
    | "retire"
    | "health"
    | "prune";
  name: string;
  stage: "fetch_source" | "set_up_runtime" | "release" | "after_release";
  timeoutSeconds: number;
}

export type Part = { hooks: Stage } | OwnStep;

const minute = 60;

const fetch: OwnStep = { kind: "fetch", name: "Fetch source", stage: "fetch_source", timeoutSeconds: 30 * minute };
const setup: OwnStep = {
  kind: "setup",
  name: "Link environment and storage",
  stage: "set_up_runtime",
  timeoutSeconds: 5 * minute,
};
const install: OwnStep = {
  kind: "install",
  name: "Install dependencies",
  stage: "set_up_runtime",
  timeoutSeconds: 60 * minute,
};
const build: OwnStep = { kind: "build", name: "Build", stage: "set_up_runtime", timeoutSeconds: 60 * minute };
const checkOutput: OwnStep = {
  kind: "check_output",
  name: "Check the output directory",
  stage: "release",
  timeoutSeconds: 2 * minute,
};
const start: OwnStep = { kind: "start", name: "Start the release", stage: "release", timeoutSeconds: 5 * minute };
// A switch that is killed half-way leaves nobody who knows what is live: stopping, starting and going back all fit in.
const release: OwnStep = { kind: "release", name: "Release", stage: "release", timeoutSeconds: 5 * minute };
const rollback: OwnStep = { ...release, kind: "rollback", name: "Make the release live again" };
const retire: OwnStep = {
  kind: "retire",
  name: "Stop the release before",
  stage: "release",
  timeoutSeconds: 5 * minute,
};
const health: OwnStep = { kind: "health", name: "Check health", stage: "after_release", timeoutSeconds: 10 * minute };
const prune: OwnStep = {
  kind: "prune",
  name: "Remove old releases",
  stage: "after_release",
  timeoutSeconds: 10 * minute,
};

/** The heart: what a deployment does, in this order. */
export const order: readonly Part[] = [
  { hooks: "pre_execution" },
  { hooks: "pre_source_control" },
  fetch,
  { hooks: "post_source_control" },
  setup,
  install,
  build,
  { hooks: "post_setup" },
  checkOutput,
  start,
  release,
  retire,
  { hooks: "post_release" },
  health,
  prune,
];

/** A rollback to a release that is still on the server: nothing is fetched and nothing is built. */
export const rollbackOrder: readonly Part[] = [start, rollback, retire, { hooks: "post_release" }, health, prune];
