import Link from "next/link";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { DeploymentView } from "#lib/deployments/view.ts";
import { paths } from "#lib/paths.ts";
import { rollBack } from "../../../../deployments/actions.ts";
import { Commit } from "../../../../deployments/_parts/commit.tsx";
import { shortCommit, statusOf } from "../../../../deployments/_parts/words.ts";
import { PinSwitch } from "./pin-switch.tsx";

type ReleaseTableProps = { workspace: string; releases: readonly DeploymentView[]; mayChange: boolean };

/** What was live, newest first: where it is now, and the way back to it. */
export function ReleaseTable({ workspace, releases, mayChange }: ReleaseTableProps) {
  return (
    <Table
      caption="Releases, newest first"
      columns={[...facts(workspace), ...(mayChange ? changes(workspace) : [])]}
      rows={releases}
      rowKey={({ id }) => id}
    />
  );
}

function facts(workspace: string): Column<DeploymentView>[] {
  return [
    {
      key: "number",
      title: "Release",
      isName: true,
      cell: (row) => (
        <Link data-row-link href={paths.deployment(workspace, row.id)} className="font-medium hover:underline">
          #{row.number}
        </Link>
      ),
    },
    {
      key: "commit",
      title: "Commit",
      cell: (row) => (
        <span className="grid min-w-0 gap-0.5">
          <Commit branch={row.branch} tag={row.tag} commit={row.commit} commitUrl={row.commitUrl} />
          {row.commitMessage && (
            <span dir="auto" className="max-w-72 truncate text-sm text-soft">
              {row.commitMessage}
            </span>
          )}
        </span>
      ),
    },
    { key: "released", title: "Released", cell: (row) => row.releasedAt && <Time at={row.releasedAt} focusable /> },
    { key: "where", title: "Now", cell: (row) => <Whereabouts row={row} /> },
  ];
}

function Whereabouts({ row }: { row: DeploymentView }) {
  if (row.isLive) return <Status {...statusOf(row)} />;
  if (row.releaseRemovedAt) return <span className="text-soft">No longer on the server</span>;
  return <span>Kept in deployments/{row.release}</span>;
}

const nothing = <span className="text-faint">—</span>;

function changes(workspace: string): Column<DeploymentView>[] {
  return [
    {
      key: "pin",
      title: "Pinned",
      cell: (row) =>
        row.releaseRemovedAt ? (
          nothing
        ) : (
          <PinSwitch workspace={workspace} deployment={row.id} number={row.number} isPinned={row.isPinned} />
        ),
    },
    {
      key: "back",
      title: "Go back",
      cell: (row) => (row.isLive ? nothing : <RollBack workspace={workspace} row={row} />),
    },
  ];
}

function RollBack({ workspace, row }: { workspace: string; row: DeploymentView }) {
  return (
    <ConfirmButton
      variant="secondary"
      size="small"
      label="Roll back"
      title={`Roll ${row.app.name} back to #${row.number}?`}
      action={rollBack.bind(null, { workspace, deployment: row.id })}
    >
      <p>
        {row.tag ?? row.branch} at <span className="font-mono text-sm">{shortCommit(row.commit)}</span>
        {row.commitMessage && <>: {row.commitMessage}</>}
      </p>
      <p className="text-soft">
        {row.releaseRemovedAt
          ? "It is no longer on the server, so it is built again from its commit."
          : "It is still on the server, so it is live again at once, without a build."}{" "}
        Auto-deploy pauses until you resume it.
      </p>
    </ConfirmButton>
  );
}
