import type { Transaction } from "#db/index.ts";
import type { App } from "#lib/access/authorize.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { differences, marksOf } from "./marks.ts";
import { type Plan, readPlan } from "./plan-token.ts";
import { commitAt } from "./commit-at.ts";

interface Wanted {
  branch?: string;
  tag?: string;
  commit?: string;
}

/** A plan that somebody wants to be carried out; throws `invalid` for another app's, or beside another wish. */
export function planFor(app: App, token: string, wanted: Wanted): Plan {
  const plan = readPlan(token);
  const isOther =
    plan.app !== app.id ||
    (wanted.branch !== undefined && wanted.branch !== plan.branch) ||
    (wanted.tag !== undefined && wanted.tag !== plan.tag) ||
    (wanted.commit !== undefined && !plan.commit.startsWith(wanted.commit));
  if (isOther) throw invalid("plan", "This is the plan of another deployment. Look at a preview of this one.");
  return plan;
}

/**
 * Throws `conflict` when the branch or tag of a plan leads to another commit now. Where the server can't be asked, the
 * planned commit is what will be deployed all the same.
 */
export async function refuseMovedHead(app: App, plan: Plan): Promise<void> {
  if (!plan.follows) return;
  const now = await commitAt(app, plan).catch(silence);
  if (now === undefined || now === plan.commit) return;
  const name = plan.tag === null ? plan.branch : `The tag ${plan.tag}`;
  if (now === null) throw changed(`${name} is not in the repository any more`);
  throw changed(`${name} was at ${plan.commit.slice(0, 7)} and is at ${now.slice(0, 7)} now`);
}

/** Throws `conflict` that names what became different. The app is locked by the caller. */
export async function refuseChangedWorld(tx: Transaction, app: App, plan: Plan): Promise<void> {
  const different = differences(plan.marks, await marksOf(tx, app));
  if (different.length > 0) throw changed(`this has changed: ${different.join(", ")}`);
}

function changed(what: string): Failure {
  return new Failure("conflict", `Since this plan was made, ${what}. Look at a new preview, and deploy that.`);
}

function silence(error: unknown): undefined {
  if (error instanceof Failure) return undefined;
  throw error;
}
