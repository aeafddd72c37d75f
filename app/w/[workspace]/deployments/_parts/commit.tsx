import { GitBranch, GitCommitHorizontal, Tag } from "lucide-react";
import type { DeploymentView } from "#lib/deployments/view.ts";
import { shortCommit } from "./words.ts";

type CommitProps = Pick<DeploymentView, "branch" | "commit" | "commitUrl"> & { tag?: string | null };

/** Branch or tag and commit, linked to the git host where it has a page for it. */
export function Commit({ branch, tag, commit, commitUrl }: CommitProps) {
  const short = shortCommit(commit);
  const name = tag ?? branch;
  const Icon = tag ? Tag : name ? GitBranch : GitCommitHorizontal;
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5">
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      {name && (
        <span dir="auto" className="truncate">
          {name}
        </span>
      )}
      {short &&
        (commitUrl ? (
          <a href={commitUrl} className="font-mono text-sm underline underline-offset-2" rel="noreferrer">
            {short}
          </a>
        ) : (
          <span className="font-mono text-sm">{short}</span>
        ))}
    </span>
  );
}
