import { and, eq, lt, sql } from "drizzle-orm";
import { db } from "#db/index.ts";
import { remoteRepositories } from "#db/schema/integrations.ts";
import { toFailure } from "#lib/respond.ts";
import type { Integration } from "./for-project.ts";
import { bounded } from "./git/pages.ts";
import type { RemoteRepository } from "./git/service.ts";
import { type Claim, claimList, completeClaim, noteFailure, renewed } from "./list-claim.ts";
import { withClient } from "./use.ts";

/**
 * Begins to read an account's list of repositories, unless another process does: one that is older than ten minutes
 * (`stale`), or at once (`now`). Null where there is nothing to do; `done` ends when the list is read and never rejects.
 */
export async function beginReading(
  integration: Integration,
  when: "stale" | "now",
): Promise<{ done: Promise<void> } | null> {
  const claim = await claimList(integration, when);
  return claim && { done: read(claim) };
}

async function read(first: Claim): Promise<void> {
  let claim: Claim | null = first;
  try {
    await withClient(first, async (client) => {
      for await (const page of bounded(client.repositories())) {
        claim = claim && (await keepPage(claim, page));
        if (!claim) return;
      }
      if (claim) await complete(claim);
    });
  } catch (error) {
    const { message } = toFailure(error);
    if (claim) await noteFailure(claim, message).catch(toFailure);
  }
}

async function keepPage(claim: Claim, page: RemoteRepository[]): Promise<Claim | null> {
  return db.transaction(async (tx) => {
    const held = await renewed(tx, claim);
    const { workspaceId, id: integrationId, startedAt: seenAt } = claim;
    const rows = new Map(page.map((one) => [one.remoteId, { ...one, workspaceId, integrationId, seenAt }]));
    if (!held || rows.size === 0) return held;
    const target = [remoteRepositories.integrationId, remoteRepositories.remoteId];
    for (const slice of slicesOf([...rows.values()]))
      await tx.insert(remoteRepositories).values(slice).onConflictDoUpdate({ target, set: asGiven });
    return held;
  });
}

const sliceRows = 500;

/** A statement takes 65,534 values at most, and how many are on a page is the host's choice. */
function slicesOf<Row>(rows: Row[]): Row[][] {
  const count = Math.ceil(rows.length / sliceRows);
  return Array.from({ length: count }, (_, at) => rows.slice(at * sliceRows, (at + 1) * sliceRows));
}

/** What was there before and was not seen this time is gone. */
async function complete(claim: Claim): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await completeClaim(tx, claim))) return;
    const { workspaceId, integrationId, seenAt } = remoteRepositories;
    await tx
      .delete(remoteRepositories)
      .where(and(eq(workspaceId, claim.workspaceId), eq(integrationId, claim.id), lt(seenAt, claim.startedAt)));
  });
}

const asGiven = Object.fromEntries(
  Object.entries({
    path: remoteRepositories.path,
    cloneUrl: remoteRepositories.cloneUrl,
    webUrl: remoteRepositories.webUrl,
    defaultBranch: remoteRepositories.defaultBranch,
    isPrivate: remoteRepositories.isPrivate,
    isArchived: remoteRepositories.isArchived,
    isEmpty: remoteRepositories.isEmpty,
    isAdmin: remoteRepositories.isAdmin,
    activeAt: remoteRepositories.activeAt,
    seenAt: remoteRepositories.seenAt,
  }).map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]),
);
