import Link from "next/link";
import { Status } from "#app/_ui/status.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import { paths } from "#lib/paths.ts";
import type { ServerWithAppsView } from "#lib/servers/view.ts";
import { addressWords, cpuWords, freeWords, memoryWords, originWords, systemWords } from "./machine-words.ts";

const shownApps = 3;

/** Servers, the newest first: where, whether they answer, what they are, what runs on them. */
export function ServerTable({ workspace, servers }: { workspace: string; servers: readonly ServerWithAppsView[] }) {
  return (
    <Table caption="Servers, newest first" columns={columnsFor(workspace)} rows={servers} rowKey={({ id }) => id} />
  );
}

function columnsFor(workspace: string): Column<ServerWithAppsView>[] {
  return [
    {
      key: "name",
      title: "Server",
      isName: true,
      cell: (server) => (
        <span className="grid max-w-72 min-w-0 gap-0.5">
          <Link
            data-row-link=""
            href={paths.server(workspace, server.id)}
            dir="auto"
            className="max-w-full justify-self-start truncate rounded-sm font-medium hover:underline"
          >
            {server.name}
          </Link>
          <span className="truncate font-mono text-sm text-soft">{addressWords(server)}</span>
        </span>
      ),
    },
    { key: "connection", title: "Connection", cell: (server) => <Connection server={server} /> },
    {
      key: "machine",
      title: "Machine",
      cell: ({ facts }) => (facts ? <Machine facts={facts} /> : <span className="text-soft">Not looked at yet</span>),
    },
    {
      key: "origin",
      title: "Origin",
      cell: ({ origin }) => <span className="whitespace-nowrap">{originWords[origin]}</span>,
    },
    { key: "apps", title: "Apps", cell: ({ apps }) => <Apps workspace={workspace} apps={apps} /> },
    {
      key: "checked",
      title: "Last checked",
      cell: ({ checkedAt }) =>
        checkedAt ? <Time at={checkedAt} focusable /> : <span className="text-soft">Never</span>,
    },
  ];
}

function Connection({ server: { connection, connectionReason } }: { server: ServerWithAppsView }) {
  return (
    <span className="grid min-w-0 gap-0.5 max-sm:justify-items-end">
      <Status of={connection} />
      {connectionReason && connection === "unreachable" && (
        <span className="line-clamp-3 max-w-52 text-sm text-soft">{connectionReason}</span>
      )}
    </span>
  );
}

function Machine({ facts }: { facts: NonNullable<ServerWithAppsView["facts"]> }) {
  return (
    <span className="grid gap-0.5">
      <span>{systemWords(facts)}</span>
      <span className="text-sm text-soft tabular-nums">
        {cpuWords(facts)} · {memoryWords(facts)} · {freeWords(facts)}
      </span>
    </span>
  );
}

function Apps({ workspace, apps }: { workspace: string; apps: ServerWithAppsView["apps"] }) {
  if (apps.length === 0) return <span className="text-soft">None</span>;
  const others = apps.length - shownApps;
  return (
    <span className="flex max-w-64 flex-wrap gap-x-2 gap-y-0.5 max-sm:justify-end">
      {apps.slice(0, shownApps).map(({ id, name }) => (
        <Link key={id} href={paths.app(workspace, id)} dir="auto" className="truncate rounded-sm hover:underline">
          {name}
        </Link>
      ))}
      {others > 0 && <span className="text-soft">and {others} more</span>}
    </span>
  );
}
