import { and, asc, eq } from "drizzle-orm";
import type { Transaction } from "#db/index.ts";
import { hooks } from "#db/schema/apps.ts";
import { steps } from "#db/schema/runs.ts";
import type { App } from "#lib/access/authorize.ts";
import { mayRun } from "#lib/apps/port.ts";
import { isService } from "#lib/apps/service.ts";
import { type OwnStep, order, type Part, rollbackOrder } from "./order.ts";

export type PlannedStep = Omit<typeof steps.$inferInsert, "id" | "workspaceId" | "runId" | "position">;
type Hook = typeof hooks.$inferSelect;
/** An app, and whether something of it may run on its server, which then has to end. */
type Planned = App & { mayRun: boolean };

/** The steps of a deployment as they are now: hooks edited later change only later deployments. */
export async function planSteps(tx: Transaction, app: App, kind: "full" | "rollback"): Promise<PlannedStep[]> {
  const enabled = await tx
    .select()
    .from(hooks)
    .where(and(eq(hooks.appId, app.id), eq(hooks.isEnabled, true)))
    .orderBy(asc(hooks.priority), asc(hooks.id));
  const parts: readonly Part[] = kind === "full" ? order : rollbackOrder;
  const planned: Planned = { ...app, mayRun: await mayRun(tx, app.id) };
  return parts.flatMap((part) =>
    "hooks" in part ? enabled.filter((hook) => hook.stage === part.hooks).map(hookStep) : ownSteps(part, planned),
  );
}

export async function insertSteps(
  tx: Transaction,
  run: { id: string; workspaceId: string },
  planned: PlannedStep[],
  firstPosition = 0,
): Promise<void> {
  await tx.insert(steps).values(
    planned.map((step, index) => ({
      ...step,
      workspaceId: run.workspaceId,
      runId: run.id,
      position: firstPosition + index,
    })),
  );
}

function hookStep(hook: Hook): PlannedStep {
  return {
    stage: hook.stage,
    kind: hook.action,
    isHook: true,
    name: hook.name,
    input: hook.input,
    runAs: hook.runAs,
    timeoutSeconds: hook.timeoutSeconds,
  };
}

/** One step, or none where the app has nothing for it to do. */
function ownSteps({ kind, name, stage, timeoutSeconds }: OwnStep, app: Planned): PlannedStep[] {
  const input = inputs[kind](app);
  const limit = kind === "health" ? Math.max(timeoutSeconds, longestCheck(app)) : timeoutSeconds;
  return input ? [{ stage, kind, isHook: false, name, input, timeoutSeconds: limit }] : [];
}

/** Every try may take its whole time, and they are a second apart. */
function longestCheck({ health }: App): number {
  return health ? health.tries * (health.timeoutSeconds + 1) + 60 : 0;
}

const inputs: Record<OwnStep["kind"], (app: Planned) => Record<string, string> | null> = {
  fetch: ({ directory }) => ({ directory }),
  setup: () => ({}),
  install: (app) => (app.installCommand ? { script: app.installCommand } : null),
  build: (app) => (app.buildCommand ? { script: app.buildCommand } : null),
  check_output: ({ outputDirectory }) => (outputDirectory ? { outputDirectory } : null),
  start: (app) => (isService(app) ? serviceInput(app) : null),
  release: (app) => ({ service: isService(app) ? "1" : "" }),
  rollback: (app) => ({ service: isService(app) ? "1" : "" }),
  retire: (app) => (isService(app) || app.mayRun ? { service: isService(app) ? "1" : "" } : null),
  health: ({ health }) => health && asText(health),
  prune: () => ({}),
};

function serviceInput({ startCommand, port, isPublic, processes, health }: Planned): Record<string, string> {
  return {
    command: startCommand ?? "",
    port: startCommand === null ? "" : String(port ?? ""),
    listen: isPublic ? "public" : "loopback",
    processes: JSON.stringify(processes),
    healthUrl: health?.kind === "url" ? health.url : "",
  };
}

function asText(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? "")]));
}
