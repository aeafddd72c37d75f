import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Moment } from "#lib/apps/environment.ts";
import { Failure } from "#lib/failure.ts";
import { actionOf } from "#lib/pipelines/actions/index.ts";
import { runAsProblem } from "#lib/pipelines/run-as.ts";
import type { Step } from "#lib/runs/ledger.ts";
import type { Job } from "../job.ts";
import { guardOf } from "./guard.ts";
import { places, type StepDefinition } from "./step.ts";

/** A hook of the pipeline: its action says what to run, as it was when the deployment was queued. */
export const hookStep: StepDefinition = {
  async order(job, step) {
    if (step.status === "pending") await refuseRemovedUser(job, step);
    const { kind, data, script } = actionOf(step.kind).toStep(step.input, job.app);
    const isScript = kind === "hook";
    const extra = Object.entries(data).map(([key, value]) => `${key}=${value}`);
    return {
      kind,
      header: {
        ...places(job),
        ...guardOf(job.app, step.kind),
        ...(isScript ? { SCRIPT: script ?? "", ENV: [...job.environment(momentOf(step.stage)), ...extra] } : data),
        ...(isBeforeSource(step.stage) && { IN: "project" }),
      },
      runAs: step.runAs,
      timeoutSeconds: step.timeoutSeconds,
      isCancellable: true,
      isRepeatable: false,
    };
  },
};

/** What runs after the release sees what the app sees; everything before it builds. */
function momentOf(stage: string): Moment {
  return stage === "post_release" ? "run" : "build";
}

function isBeforeSource(stage: string): boolean {
  return stage === "pre_execution" || stage === "pre_source_control";
}

/** The server's list as it is now: a user that an Admin took off it since the hook was saved runs nothing any more. */
async function refuseRemovedUser({ server }: Job, { runAs }: Step): Promise<void> {
  if (runAs === null) return;
  const [current] = await db.select().from(servers).where(eq(servers.id, server.id));
  const problem = current ? runAsProblem(current, runAs) : null;
  if (problem) throw new Failure("conflict", problem);
}
