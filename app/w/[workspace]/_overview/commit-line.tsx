import type { OverviewView } from "#lib/workspaces/overview.ts";

type Facts = Pick<OverviewView["recent"][number], "branch" | "commit" | "commitMessage">;

/** "main 4f2c1ab Fix the cart", in one line. */
export function CommitLine({ deployment: { branch, commit, commitMessage } }: { deployment: Facts }) {
  return (
    <span className="flex min-w-0 gap-2 text-soft">
      <bdi className="max-w-40 truncate">{branch}</bdi>
      {commit && <span className="font-mono text-sm">{commit.slice(0, 7)}</span>}
      {commitMessage && <bdi className="min-w-0 flex-1 truncate max-sm:hidden">{commitMessage}</bdi>}
    </span>
  );
}
