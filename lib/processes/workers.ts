import { newId } from "#db/columns.ts";
import { isDatabaseAway } from "#db/is-away.ts";
import { tidyAccess } from "#lib/access/tidy.ts";
import { reportStatuses } from "#lib/deployments/report.ts";
import { runDeployment } from "#lib/deployments/run.ts";
import { env } from "#lib/env.ts";
import { closeSender, workQueues } from "#lib/jobs/boss.ts";
import { closeListener } from "#lib/jobs/listen.ts";
import { toFailure } from "#lib/respond.ts";
import { claimRun } from "#lib/runs/lease.ts";
import { holdRun } from "#lib/runs/hold.ts";
import { checkSilentServers } from "#lib/servers/check.ts";
import { pool } from "#lib/ssh/pool.ts";
import { watchInbox } from "./inbox.ts";
import { log } from "./log.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/** Runs of one worker at once: they wait for hosts most of the time. */
const runLimit = 20;
const awaySilenceMilliseconds = 30_000;

/** Works until stopped. A wake-up or the sweep makes it claim; what is claimed is in our own tables. */
export async function startWorkers(): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();

  const claim = oneAtATime(async () => {
    while (!stopping.signal.aborted && running.size < runLimit) {
      const lease = await claimRun(newId());
      if (!lease) return;
      const run = holdRun(lease, stopping.signal, runDeployment).catch(report);
      running.add(run);
      void run.finally(() => {
        running.delete(run);
        void claim().catch(report);
      });
    }
  });

  const jobs = await workQueues({ deployments: claim }, report);
  const sweep = setInterval(() => void claim().catch(report), env.sweepSeconds * 1000);
  const tellHosts = oneAtATime(reportStatuses);
  const reports = setInterval(() => void tellHosts().catch(report), env.sweepSeconds * 1000);
  const checks = setInterval(() => {
    void checkSilentServers().catch(report);
    void tidyAccess().catch(report);
  }, 60_000);
  void claim().catch(report);
  const inbox = watchInbox(() => void claim().catch(report), report);

  return {
    async stop() {
      stopping.abort();
      clearInterval(sweep);
      clearInterval(reports);
      clearInterval(checks);
      await inbox.stop();
      await jobs.stop();
      await Promise.all(running);
      await pool.close();
      await closeListener();
      await closeSender();
    },
  };
}

let saidAwayAt = 0;

/** While the database is away every sweep fails in the same way: that is said now and then, in one line. */
function report(error: unknown): void {
  if (!isDatabaseAway(error)) return void toFailure(error);
  if (Date.now() - saidAwayAt < awaySilenceMilliseconds) return;
  saidAwayAt = Date.now();
  log("worker", "PostgreSQL is away. Trying again until it is back.");
}
