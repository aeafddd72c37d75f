import type { App } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { hookText } from "#lib/pipelines/hook-text.ts";
import type { PlannedStep } from "./plan.ts";
import { startedProcesses } from "./started-with.ts";

type Told = (app: App, input: Record<string, string>) => string;

/** What Devpilot's own steps do, for people; install and build are the user's own text. */
const own: Record<string, Told> = {
  fetch: (app) => `Brings the commit from ${app.repositoryUrl} into ${app.projectPath}/deployments`,
  setup: ({ storagePaths }) => `Links .env${storagePaths.map((path) => `, ${path}`).join("")} into the release`,
  install: (_, { script = "" }) => script,
  build: (_, { script = "" }) => script,
  check_output: (_, { outputDirectory = "" }) => `Looks that ${outputDirectory} is there and is not empty`,
  start: (_, { command = "", processes = "[]" }) => [command, ...processLines(processes)].filter(Boolean).join("\n"),
  release: ({ projectPath }) => `Points ${projectPath}/current to the new release, by one rename`,
  retire: () => "Lets the release before finish what it was asked, then stops it",
  health: (_, { url, port, command }) => url || command || `Connects to port ${port}`,
  prune: ({ retainedReleases }) => `Keeps the newest ${retainedReleases}, what is live and what is pinned`,
};

function processLines(processes: string): string[] {
  return startedProcesses(processes).map(({ name, count, command }) => `${name} × ${count}: ${command}`);
}

/** Exactly what will run, or for a step of Devpilot's own what it does. */
export function textOf(step: Pick<PlannedStep, "kind" | "isHook" | "input">, app: App): string {
  const input = step.input ?? {};
  return step.isHook ? hookTextOf(step.kind, input, app) : (own[step.kind]?.(app, input) ?? "");
}

/** What an action can't do for this app is said in its place: the deployment would say the same. */
function hookTextOf(action: string, input: Record<string, string>, app: App): string {
  try {
    return hookText(action, input, app);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
