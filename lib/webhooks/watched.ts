import type { App } from "#lib/access/authorize.ts";

/** The branch whose pushes deploy an app: one of its own, or the app's. */
export function watchedBranchOf({ watchedBranch, branch }: Pick<App, "watchedBranch" | "branch">): string {
  return watchedBranch ?? branch;
}

/** The watched head of a branch that was not there yet: whatever is pushed to it is news. */
export const nowhere = "0".repeat(40);

/** Whether what the host was asked still holds: the same is watched, and nobody has acted on a push since. */
export function isWatchedAlike(app: App, since: App): boolean {
  return (
    app.watchedHead === since.watchedHead &&
    app.repositoryUrl === since.repositoryUrl &&
    watchedBranchOf(app) === watchedBranchOf(since)
  );
}
