import type { App } from "#lib/access/authorize.ts";

/** The branch whose pushes deploy an app: one of its own, or the app's. */
export function watchedBranchOf({ watchedBranch, branch }: Pick<App, "watchedBranch" | "branch">): string {
  return watchedBranch ?? branch;
}
