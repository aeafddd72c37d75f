import { Duration, Time } from "#app/_ui/time.tsx";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import { Commit } from "../../_parts/commit.tsx";
import { triggers } from "../../_parts/words.ts";

/** What was deployed, by whom, why, how long it took and where: the whole story in one line. */
export function Story({ deployment }: { deployment: DeploymentDetail }) {
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Commit
          branch={deployment.branch}
          tag={deployment.tag}
          commit={deployment.commit}
          commitUrl={deployment.commitUrl}
        />
        {deployment.committer && <Part>by {deployment.committer}</Part>}
        <Part>{[triggers[deployment.trigger], deployment.triggeredBy].filter(Boolean).join(", ")}</Part>
        <Part>
          {deployment.startedAt ? (
            <Duration from={deployment.startedAt} to={deployment.endedAt} />
          ) : (
            <>
              queued <Time at={deployment.createdAt} focusable />
            </>
          )}
        </Part>
        <Part>{deployment.server.name}</Part>
        {deployment.endedAt && (
          <Part>
            <Time at={deployment.endedAt} focusable />
          </Part>
        )}
      </p>
      {deployment.commitMessage && (
        <p dir="auto" className="truncate">
          {deployment.commitMessage}
        </p>
      )}
    </div>
  );
}

function Part({ children }: { children: React.ReactNode }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <span aria-hidden className="text-faint">
        ·
      </span>
      <span dir="auto" className="min-w-0 break-words">
        {children}
      </span>
    </span>
  );
}
