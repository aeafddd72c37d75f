import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import type { Inventory } from "#lib/agent/releases.ts";
import { view } from "#lib/api/view.ts";
import { liveOf } from "./enqueue.ts";
import { lookAtReleases } from "./look-at-releases.ts";
import { rollbackProblem } from "./rollback.ts";

export const findReleasesInput = z.strictObject({ app: z.string() });

const named = z.object({ id: z.string(), number: z.number() });

const release = z.object({
  /** The directory under `deployments/`. */
  release: z.number(),
  bytes: z.number().nullable(),
  /** What visitors get, as the server says. */
  isCurrent: z.boolean(),
  isPinned: z.boolean(),
  /** The deployment that it belongs to; null where Devpilot knows of none. */
  deployment: named.nullable(),
  /** Why it can't be switched to, in words; null when it can, and for what is current. */
  problem: z.string().nullable(),
});

export const releasesView = view({
  releases: z.array(release),
  /** What else lies beside the releases, and is not Devpilot's. */
  others: z.array(z.object({ name: z.string(), bytes: z.number().nullable() })),
  /** Releases that should be there, and are not. */
  missing: z.array(named),
  /** Where `current` leads, when not to a release. */
  currentElsewhere: z.string().nullable(),
  diskFreeBytes: z.number().nullable(),
});

export type Releases = ReturnType<typeof releasesView>;

/** What of an app lies on its server now, as the server tells. Throws what `lookAtReleases` throws. */
export async function findReleases(actor: Actor, input: z.infer<typeof findReleasesInput>): Promise<Releases> {
  const app = await authorize(actor, "app.view", input.app);
  const live = await liveOf(db, app.id);
  const inventory = await lookAtReleases(app, live?.id ?? null);
  const known = await knownReleases(app);
  const { current, diskFreeBytes, others } = inventory;
  return {
    releases: inventory.releases.map((one) => told(one, current, known.get(one.number))).toReversed(),
    others: others.filter(({ name }) => !ownName.test(name)),
    missing: missingFrom(inventory, known),
    currentElsewhere: typeof current === "string" ? current : null,
    diskFreeBytes,
  };
}

/** Devpilot's own, on their way in or out. */
const ownName = /^\.(old|fetch)-\d+$/;

type Known = Awaited<ReturnType<typeof deploymentsOf>>[number];

/** Of each release the deployment that stands for it: what was live last of it, else what was made last. */
async function knownReleases(app: App): Promise<Map<number, Known>> {
  const rows = await deploymentsOf(app);
  const byRelease = Map.groupBy(rows, (row) => row.release);
  return new Map(
    [...byRelease].flatMap(([number, all]) => {
      const standing = all.find((row) => row.isLive) ?? all.find((row) => row.releasedAt) ?? all[0];
      return standing ? [[number, { ...standing, isPinned: all.some((row) => row.isPinned) }]] : [];
    }),
  );
}

async function deploymentsOf(app: App) {
  const rows = await db
    .select({ deployment: deployments, run: runs })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(and(eq(deployments.workspaceId, app.workspaceId), eq(deployments.appId, app.id)))
    .orderBy(desc(deployments.number));
  return rows.map(({ deployment, run }) => ({ ...deployment, run, app }));
}

function told({ number, bytes }: Inventory["releases"][number], current: Inventory["current"], known?: Known) {
  const isCurrent = number === current;
  return {
    release: number,
    bytes,
    isCurrent,
    isPinned: known?.isPinned ?? false,
    deployment: known ? { id: known.id, number: known.number } : null,
    problem: isCurrent ? null : known ? rollbackProblem(known) : "Devpilot knows of no deployment that made it.",
  };
}

function missingFrom({ releases }: Inventory, known: ReadonlyMap<number, Known>) {
  const there = new Set(releases.map(({ number }) => number));
  return [...known.values()]
    .filter((row) => row.releasedAt && !row.releaseRemovedAt && !there.has(row.release))
    .map(({ id, number }) => ({ id, number }));
}
