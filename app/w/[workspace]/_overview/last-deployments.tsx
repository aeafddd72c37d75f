import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Duration, Time } from "#app/_ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { OverviewView } from "#lib/workspaces/overview.ts";
import { deploymentStatus } from "../_parts/deployment-status.ts";
import { CommitLine } from "./commit-line.tsx";

type Deployment = OverviewView["recent"][number];

export function LastDeployments({ workspace, deployments }: { workspace: string; deployments: readonly Deployment[] }) {
  return (
    <Card
      title="Last deployments"
      flush
      actions={
        <Link href={paths.deployments(workspace)} className="rounded-sm text-soft hover:text-ink hover:underline">
          All deployments
        </Link>
      }
    >
      <Table caption="Last deployments" columns={columns(workspace)} rows={deployments} rowKey={({ id }) => id} />
    </Card>
  );
}

function columns(workspace: string): Column<Deployment>[] {
  return [
    {
      key: "name",
      title: "Deployment",
      isName: true,
      cell: ({ id, app, number }) => (
        <Link
          href={paths.deployment(workspace, id)}
          data-row-link=""
          dir="auto"
          className="rounded-sm font-medium break-words hover:underline"
        >
          {app.name} #{number}
        </Link>
      ),
    },
    { key: "state", title: "State", cell: (deployment) => <Status of={deploymentStatus(deployment)} /> },
    { key: "commit", title: "Commit", cell: (deployment) => <CommitLine deployment={deployment} /> },
    { key: "by", title: "By", cell: ({ triggeredBy }) => <bdi className="break-words">{triggeredBy}</bdi> },
    {
      key: "duration",
      title: "Took",
      numeric: true,
      cell: ({ startedAt, endedAt }) => startedAt && endedAt && <Duration from={startedAt} to={endedAt} />,
    },
    { key: "at", title: "Ended", numeric: true, cell: ({ endedAt }) => endedAt && <Time at={endedAt} focusable /> },
  ];
}
