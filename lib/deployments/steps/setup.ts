import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { steps } from "#db/schema/runs.ts";
import type { App } from "#lib/access/authorize.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** Writes the shared `.env` and links it and the shared paths into the release. */
export const setupStep: StepDefinition = {
  async order(job, step) {
    const environment = job.environment("run");
    return ownOrder(step, {
      ...places(job),
      DOTENV: environment.length > 0 || (await wroteBefore(job.app)) ? "write" : "keep",
      ENV: environment,
      STORAGE: job.app.storagePaths,
    });
  },
};

/** Then a variable that was removed has to leave the file, the last one too. A file that somebody else made stays theirs. */
async function wroteBefore({ id }: App): Promise<boolean> {
  const [wrote] = await db
    .select({ id: steps.id })
    .from(steps)
    .innerJoin(deployments, eq(deployments.id, steps.runId))
    .where(and(eq(deployments.appId, id), eq(steps.kind, "setup"), sql`${steps.facts} ->> 'dotenv' = 'written'`))
    .limit(1);
  return wrote !== undefined;
}
