import Link from "next/link";
import { Badge } from "#app/_ui/badge.tsx";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { DeliveryView } from "#lib/webhooks/view.ts";
import { Commit } from "../../../../deployments/_parts/commit.tsx";
import { repeatedWords, sourceWords } from "./words.ts";

type DeliveryTableProps = { workspace: string; app: string; deliveries: readonly DeliveryView[] };

/** What the git host told, newest first, and in words what became of it. */
export function DeliveryTable({ workspace, app, deliveries }: DeliveryTableProps) {
  return (
    <Table
      caption="Deliveries, newest first"
      columns={columns(workspace, app)}
      rows={deliveries}
      rowKey={({ id }) => id}
    />
  );
}

const nothing = <span className="text-faint">—</span>;

function columns(workspace: string, app: string): Column<DeliveryView>[] {
  return [
    { key: "event", title: "Event", isName: true, cell: (row) => <Event workspace={workspace} app={app} row={row} /> },
    {
      key: "commit",
      title: "Commit",
      cell: (row) => (row.branch ? <Pushed branch={row.branch} commit={row.commit} /> : nothing),
    },
    { key: "verdict", title: "Verdict", cell: (row) => <Verdict row={row} /> },
    {
      key: "deployment",
      title: "Deployment",
      cell: ({ deployment }) =>
        deployment ? (
          <Link href={paths.deployment(workspace, deployment.id)} className="rounded-sm underline underline-offset-2">
            #{deployment.number}
          </Link>
        ) : (
          nothing
        ),
    },
    { key: "at", title: "When", numeric: true, cell: ({ receivedAt }) => <Time at={receivedAt} focusable /> },
  ];
}

type EventProps = { workspace: string; app: string; row: DeliveryView };

function Event({ workspace, app, row }: EventProps) {
  const repeated = repeatedWords(row.repeated);
  return (
    <span className="grid min-w-28 gap-0.5">
      <span className="flex flex-wrap items-center gap-x-2">
        <Link
          data-row-link
          href={paths.appDelivery(workspace, app, row.id)}
          className="font-medium break-all hover:underline"
        >
          {row.event}
        </Link>
        {repeated && <Badge>{repeated}</Badge>}
      </span>
      <span dir="auto" className="text-sm font-normal break-words text-soft">
        {sourceWords(row)}
      </span>
    </span>
  );
}

function Pushed({ branch, commit }: { branch: string; commit: string | null }) {
  return (
    <span className="flex min-w-0 sm:max-w-64">
      <Commit branch={branch} commit={commit} commitUrl={null} />
    </span>
  );
}

function Verdict({ row: { verdict, reason } }: { row: DeliveryView }) {
  return (
    <span className="grid gap-0.5 max-sm:justify-items-end sm:min-w-56">
      <Status of={verdict} />
      {reason && <span className="line-clamp-3 max-w-md text-sm break-words text-soft">{reason}</span>}
    </span>
  );
}
