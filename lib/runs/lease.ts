import { and, eq, sql } from "drizzle-orm";
import { db, type Transaction } from "#db/index.ts";
import { leases, runs } from "#db/schema/runs.ts";
import { env } from "#lib/env.ts";

/** The right to act on a resource, as long as it is renewed. */
export interface Lease {
  runId: string;
  workspaceId: string;
  resourceId: string;
  holder: string;
  /** Grows with every claim; the host refuses an older one. */
  fence: number;
}

/** Thrown by every write of a runner whose lease somebody else has taken. It has to stop, and to change nothing. */
export class LeaseLost extends Error {}

/**
 * Claims the oldest run that nobody acts on: a waiting one whose resource is free, or one whose runner fell silent.
 * Null when there is none. Any number of workers may call this at once.
 */
export async function claimRun(holder: string): Promise<Lease | null> {
  const { rows } = await db.execute<{ run_id: string; workspace_id: string; resource_id: string; fence: string }>(sql`
    with next as (
      select ${runs.id} as run_id, ${runs.resourceId} as resource_id
      from ${runs}
      join ${leases} on ${leases.resourceId} = ${runs.resourceId}
      where ${runs.status} in ('pending', 'processing')
        and (${leases.holder} is null or ${leases.expiresAt} < now())
        and not exists (
          select 1 from ${runs} as earlier
          where earlier.resource_id = ${runs.resourceId} and earlier.status in ('pending', 'processing')
            and (earlier.status = 'processing', ${runs.id}) > (${runs.status} = 'processing', earlier.id)
        )
      order by ${runs.id}
      limit 1
      for update of ${leases} skip locked
    )
    update ${leases}
    set holder = ${holder}, run_id = next.run_id, fence = ${leases.fence} + 1, expires_at = ${expiry()}
    from next
    where ${leases.resourceId} = next.resource_id and (${leases.holder} is null or ${leases.expiresAt} < now())
    returning next.run_id, ${leases.workspaceId}, ${leases.resourceId}, ${leases.fence}`);
  const [row] = rows;
  if (!row) return null;
  return {
    runId: row.run_id,
    workspaceId: row.workspace_id,
    resourceId: row.resource_id,
    holder,
    fence: Number(row.fence),
  };
}

/** A sign of life. False when the lease is another's by now. */
export async function renewLease(lease: Lease): Promise<boolean> {
  const renewed = await db
    .update(leases)
    .set({ expiresAt: expiry() })
    .where(isHeld(lease))
    .returning({ id: leases.resourceId });
  return renewed.length === 1;
}

export async function releaseLease(lease: Lease): Promise<void> {
  await db.update(leases).set({ holder: null, runId: null, expiresAt: null }).where(isHeld(lease));
}

/**
 * Takes a fence above the one that a host remembers. A restored backup of the database is behind its hosts, and must
 * not be locked out of them for good.
 */
export async function raiseFence(lease: Lease, hostFence: number): Promise<void> {
  const fence = Math.max(lease.fence, hostFence) + 1;
  const raised = await db.update(leases).set({ fence }).where(isHeld(lease)).returning({ id: leases.resourceId });
  if (raised.length === 0) throw new LeaseLost();
  lease.fence = fence;
}

/** Runs writes of a runner in one transaction that holds only while the lease does. */
export async function underLease<T>(lease: Lease, write: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    const held = await tx.select({ fence: leases.fence }).from(leases).where(isHeld(lease)).for("share");
    if (held.length === 0) throw new LeaseLost();
    return write(tx);
  });
}

function isHeld(lease: Lease) {
  return and(
    eq(leases.resourceId, lease.resourceId),
    eq(leases.holder, lease.holder),
    eq(leases.fence, lease.fence),
    eq(leases.runId, lease.runId),
  );
}

function expiry() {
  return sql`now() + make_interval(secs => ${env.leaseSeconds})`;
}
