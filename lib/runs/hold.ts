import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { runs } from "#db/schema/runs.ts";
import { env } from "#lib/env.ts";
import { listen } from "#lib/jobs/listen.ts";
import { type Lease, LeaseLost, releaseLease, renewLease } from "./lease.ts";

/** What a runner watches while it works. */
export interface Hold {
  lease: Lease;
  /** Aborts when somebody asked to cancel the run. */
  cancelled: AbortSignal;
  /** Aborts when the runner has to let go: its lease is another's, the database is away, or its worker is stopping. */
  stopped: AbortSignal;
}

/**
 * Works on a run while its lease is renewed, and gives the lease back at the end. What is not finished then, another
 * runner goes on with from the ledger. Never throws for a lost lease.
 */
export async function holdRun(lease: Lease, stopping: AbortSignal, work: (hold: Hold) => Promise<void>): Promise<void> {
  const cancel = new AbortController();
  const lost = new AbortController();
  const stopped = AbortSignal.any([lost.signal, stopping]);
  const beat = heartbeat(lease, () => lost.abort(new LeaseLost()));
  const ear = hearCancel(lease.runId, () => cancel.abort());
  try {
    await work({ lease, cancelled: cancel.signal, stopped });
  } catch (error) {
    if (!(error instanceof LeaseLost) && !stopped.aborted) throw error;
  } finally {
    beat.stop();
    ear.stop();
    await giveBack(lease);
  }
}

/** Without a sign of life for as long as the lease, it has to be taken for lost: the database may have given it away. */
function heartbeat(lease: Lease, onLost: () => void) {
  let heard = Date.now();
  const timer = setInterval(() => void beat(), env.heartbeatSeconds * 1000);
  const beat = async (): Promise<void> => {
    const isHeld = await renewLease(lease).catch(() => null);
    if (isHeld) heard = Date.now();
    else if (isHeld === false || Date.now() - heard > env.leaseSeconds * 1000) onLost();
  };
  return { stop: () => clearInterval(timer) };
}

function hearCancel(runId: string, onCancel: () => void) {
  const look = async (): Promise<void> => {
    const [run] = await db
      .select({ at: runs.cancelRequestedAt })
      .from(runs)
      .where(eq(runs.id, runId))
      .catch(() => []);
    if (run?.at) onCancel();
  };
  const stopListening = listen(runId, () => void look());
  const timer = setInterval(() => void look(), 2000);
  void look();
  return {
    stop(): void {
      stopListening();
      clearInterval(timer);
    },
  };
}

/** While the database is away it is tried again; past the lease's time it has expired by itself. */
async function giveBack(lease: Lease): Promise<void> {
  const deadline = Date.now() + env.leaseSeconds * 1000;
  for (let wait = 50; Date.now() < deadline; wait = Math.min(wait * 2, 2000)) {
    try {
      return await releaseLease(lease);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
