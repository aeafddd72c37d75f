import { and, eq, like, or } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "#db/index.ts";
import { deployments } from "#db/schema/deployments.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { App } from "#lib/access/authorize.ts";
import { invalid } from "#lib/failure.ts";
import { branchName, tagName } from "#lib/integrations/git/branch-name.ts";

/** What is to be deployed, by name. All left out: the head of the app's own branch. */
export const placeFields = {
  /** Its head at the moment the deployment starts, or where the commit must be. */
  branch: branchName.optional(),
  /** In place of a branch. */
  tag: tagName.optional(),
  /** Without a branch it may be on any branch or tag of the repository. A short id is one that was deployed before. */
  commit: z
    .string()
    .regex(
      /^[0-9a-f]{7,40}$|^[0-9a-f]{64}$/,
      "A commit is its full id, 40 hexadecimal digits, or at least the first 7.",
    )
    .optional(),
};

/** A place in the repository's history, as a deployment keeps it. */
export interface Place {
  /** Empty for a tag, and for a commit until it is fetched and known which branch or tag it is on. */
  branch: string;
  tag: string | null;
  /** Its full id; null for the head of the branch, or the tag. */
  commit: string | null;
}

interface Named {
  branch?: string;
  tag?: string;
  commit?: string;
}

/** Throws `invalid` for a tag beside a branch or a commit, and for a short id that no deployment had. */
export async function placeOf(
  on: Database | Transaction,
  actor: Actor,
  app: App,
  { branch, tag, commit }: Named,
): Promise<Place> {
  if (tag !== undefined) {
    if (branch !== undefined || commit !== undefined)
      throw invalid("tag", "A tag is deployed as it is: leave branch and commit out.");
    return { branch: "", tag, commit: null };
  }
  if (commit === undefined) return { branch: branch ?? app.branch, tag: null, commit: null };
  const anywhere = actor.kind === "push" ? app.branch : "";
  return { branch: branch ?? anywhere, tag: null, commit: await wholeId(on, app, commit) };
}

async function wholeId(on: Database | Transaction, app: App, commit: string): Promise<string> {
  if (commit.length >= 40) return commit;
  const begins = `${commit}%`;
  const rows = await on
    .selectDistinct({ commit: deployments.commit, wanted: deployments.wantedCommit })
    .from(deployments)
    .where(
      and(eq(deployments.appId, app.id), or(like(deployments.commit, begins), like(deployments.wantedCommit, begins))),
    );
  const [found, ...others] = new Set(rows.map((row) => row.commit ?? row.wanted ?? ""));
  if (!found)
    throw invalid(
      "commit",
      `No deployment of this app had a commit ${commit}. Give its full id: 40 hexadecimal digits.`,
    );
  if (others.length > 0) throw invalid("commit", `Several commits begin with ${commit}. Give more digits of it.`);
  return found;
}
