import type { Transaction } from "#db/index.ts";
import type { App } from "#lib/access/authorize.ts";
import { openSource } from "#lib/apps/open-source.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { SshFailure } from "#lib/ssh/failures.ts";
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
 * Throws `conflict` when the branch or tag of a plan leads to another commit now, or git does not get there any more.
 * Where the server does not answer, the planned commit is what will be deployed all the same.
 */
export async function refuseMovedHead(app: App, plan: Plan): Promise<void> {
  if (!plan.follows) return;
  const now = await commitNow(app, plan);
  if (now === undefined || now === plan.commit) return;
  const name = plan.tag === null ? plan.branch : `the tag ${plan.tag}`;
  if (now === null) throw changed(`${name} was deleted from the repository`);
  throw changed(`${name} has moved from ${plan.commit.slice(0, 7)} to ${now.slice(0, 7)}`);
}

/** Throws `conflict` that names what became different. The app is locked by the caller. */
export async function refuseChangedWorld(tx: Transaction, app: App, plan: Plan): Promise<void> {
  const different = differences(plan.marks, await marksOf(tx, app));
  if (different.length > 0) throw changed(`${list(different)} changed`);
}

const list = (words: string[]): string => new Intl.ListFormat("en").format(words);

function changed(what: string): Failure {
  return new Failure("conflict", `Since this plan was made, ${what}. Look at a new preview, and deploy that.`);
}

/** Undefined where the server can't be asked now: what has changed of it is for `refuseChangedWorld` to say. */
async function commitNow(app: App, plan: Plan): Promise<string | null | undefined> {
  const source = await openSource(app);
  try {
    return await commitAt(app, source, plan);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "rejected" && !(error instanceof SshFailure))
      throw changed(`git on the server has lost the repository (${error.message})`);
    return undefined;
  }
}
