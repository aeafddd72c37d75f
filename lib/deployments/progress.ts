import { and, desc, eq, inArray } from "drizzle-orm";
import { db } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs, steps } from "#db/schema/runs.ts";
import type { Step } from "#lib/runs/ledger.ts";

const consulted = 5;
const unknownMilliseconds = 2000;

/** A step as it stands, or as it is planned. */
type Named = { name: string; status?: Step["status"] };

/** How long each step of an app took lately, by its name. */
export type Expectations = Record<string, number>;

/** Medians of the app's last completed deployments, in milliseconds. */
export async function expectationsOf(appId: string): Promise<Expectations> {
  const recent = db
    .select({ id: deployments.id })
    .from(deployments)
    .innerJoin(runs, eq(runs.id, deployments.id))
    .where(and(eq(deployments.appId, appId), eq(runs.status, "completed")))
    .orderBy(desc(deployments.number))
    .limit(consulted);
  const rows = await db
    .select()
    .from(steps)
    .where(and(inArray(steps.runId, recent), eq(steps.status, "completed")));
  const byName = Map.groupBy(rows, (step) => step.name);
  return Object.fromEntries([...byName].map(([name, past]) => [name, median(past.map(duration))]));
}

/** 0 to 100, by expected time; a step that takes longer than ever holds the bar back instead of filling it. */
export function progressOf(all: Step[], expected: Expectations, now = Date.now()): number {
  const planned = all.filter((step) => step.status !== "skipped");
  const total = planned.reduce((sum, step) => sum + expectation(step, expected), 0);
  const done = planned.reduce((sum, step) => sum + doneOf(step, expectation(step, expected), now), 0);
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}

/** Milliseconds that the whole of it is expected to take. */
export function expectedDuration(all: Named[], expected: Expectations): number {
  return all.reduce((sum, step) => sum + (step.status === "skipped" ? 0 : expectation(step, expected)), 0);
}

function doneOf(step: Step, expectation: number, now: number): number {
  if (step.status === "pending") return 0;
  if (step.status !== "processing") return expectation;
  const elapsed = now - (step.startedAt?.getTime() ?? now);
  return Math.min(Math.max(elapsed, 0), expectation * 0.95);
}

function expectation(step: Named, expected: Expectations): number {
  return expected[step.name] ?? unknownMilliseconds;
}

function duration(step: Step): number {
  return step.startedAt && step.endedAt ? step.endedAt.getTime() - step.startedAt.getTime() : 0;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
