import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { Status } from "#app/_ui/status.tsx";
import { Duration } from "#app/_ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { OverviewView } from "#lib/workspaces/overview.ts";
import { Commit } from "../deployments/_parts/commit.tsx";
import { statusOf } from "../deployments/_parts/words.ts";

type Deployment = OverviewView["running"][number];

export function RunningNow({ workspace, deployments }: { workspace: string; deployments: readonly Deployment[] }) {
  return (
    <Card title="Running now" flush>
      <ul>
        {deployments.map((deployment) => (
          <li key={deployment.id} className="border-b last:border-b-0">
            <RunningRow workspace={workspace} deployment={deployment} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RunningRow({ workspace, deployment }: { workspace: string; deployment: Deployment }) {
  const { id, app, number, status, reason, startedAt, branch, tag, commit } = deployment;
  return (
    <Link
      href={paths.deployment(workspace, id)}
      data-row-link=""
      className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-hover"
    >
      <span className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <bdi className="font-medium break-words">
          {app.name} #{number}
        </bdi>
        {status === "pending" ? (
          <span className="text-soft">{reason}</span>
        ) : (
          <Commit branch={branch} tag={tag} commit={commit} commitUrl={null} />
        )}
      </span>
      <Status {...statusOf(deployment)} />
      <span className="min-w-16 text-end text-soft">{startedAt && <Duration from={startedAt} />}</span>
    </Link>
  );
}
