import Link from "next/link";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { sizeWords } from "#lib/deployments/checks/size-words.ts";
import type { Releases } from "#lib/deployments/releases.ts";
import { paths } from "#lib/paths.ts";

type Release = Releases["releases"][number];
type OnServerTableProps = { workspace: string; releases: readonly Release[] };

/** Each release that lies there, the newest first. */
export function OnServerTable({ workspace, releases }: OnServerTableProps) {
  return (
    <Table
      caption="Releases on the server, newest first"
      columns={columns(workspace)}
      rows={releases}
      rowKey={({ release }) => String(release)}
    />
  );
}

function columns(workspace: string): Column<Release>[] {
  return [
    {
      key: "directory",
      title: "Directory",
      isName: true,
      cell: ({ release }) => <span className="font-mono text-sm">deployments/{release}</span>,
    },
    {
      key: "deployment",
      title: "Made by",
      cell: ({ deployment }) =>
        deployment ? (
          <Link href={paths.deployment(workspace, deployment.id)} className="hover:underline">
            #{deployment.number}
          </Link>
        ) : (
          <span className="text-soft">Not known to Devpilot</span>
        ),
    },
    { key: "state", title: "Now", cell: (row) => <State row={row} /> },
    {
      key: "size",
      title: "Size",
      numeric: true,
      cell: ({ bytes }) => (bytes === null ? "not counted" : sizeWords(bytes)),
    },
  ];
}

function State({ row: { isCurrent, isPinned, problem } }: { row: Release }) {
  const words = problem === null ? "Can be switched to at once" : `Can't be switched to. ${problem}`;
  return (
    <span className="grid gap-0.5 max-sm:justify-items-end">
      {isCurrent ? <Status of="live" /> : <span className={problem === null ? undefined : "text-soft"}>{words}</span>}
      {isPinned && <span className="text-sm text-soft">Pinned</span>}
    </span>
  );
}
