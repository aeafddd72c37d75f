import Link from "next/link";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Duration, Time } from "#app/_ui/time.tsx";
import type { DeploymentView } from "#lib/deployments/view.ts";
import { paths } from "#lib/paths.ts";
import { Commit } from "./commit.tsx";
import { statusOf, triggers } from "./words.ts";

type DeploymentTableProps = {
  workspace: string;
  deployments: readonly DeploymentView[];
  /** On an app's own page its name says nothing. */
  showApp?: boolean;
};

/** Deployments, newest first: what, how it went, which commit, by whom, how long. */
export function DeploymentTable({ workspace, deployments, showApp = false }: DeploymentTableProps) {
  return (
    <Table
      caption="Deployments, newest first"
      columns={columnsFor(workspace, showApp)}
      rows={deployments}
      rowKey={(deployment) => deployment.id}
    />
  );
}

function columnsFor(workspace: string, showApp: boolean): Column<DeploymentView>[] {
  return [
    {
      key: "number",
      title: "Deployment",
      isName: true,
      cell: (row) => (
        <Link data-row-link href={paths.deployment(workspace, row.id)} className="font-medium hover:underline">
          #{row.number}
          {showApp && (
            <span className="font-normal text-soft">
              {" "}
              · <bdi className="break-words">{row.app.name}</bdi>
            </span>
          )}
        </Link>
      ),
    },
    { key: "status", title: "Status", cell: (row) => <StatusCell row={row} /> },
    {
      key: "commit",
      title: "Commit",
      cell: (row) => (
        <span className="grid min-w-0 gap-0.5">
          <Commit branch={row.branch} tag={row.tag} commit={row.commit} commitUrl={row.commitUrl} />
          {row.commitMessage && (
            <span dir="auto" className="max-w-80 truncate text-sm text-soft">
              {row.commitMessage}
            </span>
          )}
        </span>
      ),
    },
    {
      key: "trigger",
      title: "Started by",
      cell: ({ triggeredBy, trigger }) => (
        <span className="break-words">
          <bdi>{triggeredBy}</bdi>
          {triggers[trigger] && <span className="text-soft"> · {triggers[trigger]}</span>}
        </span>
      ),
    },
    { key: "at", title: "When", cell: (row) => <Time at={row.createdAt} /> },
    {
      key: "took",
      title: "Took",
      numeric: true,
      cell: (row) => (row.startedAt ? <Duration from={row.startedAt} to={row.endedAt} /> : "—"),
    },
  ];
}

function StatusCell({ row }: { row: DeploymentView }) {
  const why = row.status === "completed" ? null : row.reason;
  return (
    <span className="grid gap-0.5 max-sm:justify-items-end">
      <Status {...statusOf(row)} />
      {why && <span className="line-clamp-2 max-w-72 text-sm text-soft">{why}</span>}
    </span>
  );
}
