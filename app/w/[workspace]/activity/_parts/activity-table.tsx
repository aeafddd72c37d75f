import Link from "next/link";
import { Badge } from "#app/_ui/badge.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { ActivityView } from "#lib/activity/view.ts";
import { paths } from "#lib/paths.ts";
import { type Filters, hrefWith } from "./filters.ts";
import { sentenceOf } from "./sentence.ts";

type ActivityTableProps = { workspace: string; rows: readonly ActivityView[]; filters: Filters };

const actorKinds = { member: null, api_key: "API key", push: "push", system: "system" } as const;

/** Names filter; the thing itself is a press on its label away. */
export function ActivityTable({ workspace, rows, filters }: ActivityTableProps) {
  return <Table caption="Activity" columns={columns(workspace, filters)} rows={rows} rowKey={({ id }) => id} />;
}

function columns(workspace: string, { cursor: _, ...filters }: Filters): Column<ActivityView>[] {
  const filterHref = (more: Filters) => hrefWith(paths.activity(workspace), { ...filters, ...more });
  return [
    { key: "who", title: "Who", isName: true, cell: ({ actor }) => <Actor actor={actor} filterHref={filterHref} /> },
    { key: "what", title: "What", cell: (row) => <What workspace={workspace} row={row} filterHref={filterHref} /> },
    { key: "detail", title: "More", cell: ({ detail }) => <Detail detail={detail} /> },
    {
      key: "from",
      title: "From",
      cell: ({ address }) => <span className="font-mono text-sm text-soft">{address}</span>,
    },
    { key: "at", title: "When", cell: ({ at }) => <Time at={at} focusable /> },
  ];
}

const linkLook = "rounded-sm break-words hover:underline";

type FilterHref = (more: Filters) => string;

function Actor({ actor, filterHref }: { actor: ActivityView["actor"]; filterHref: FilterHref }) {
  const kind = actorKinds[actor.kind];
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {actor.id ? (
        <Link href={filterHref({ actor: actor.id })} prefetch={false} dir="auto" className={`${linkLook} font-medium`}>
          {actor.label}
        </Link>
      ) : (
        <span className="font-medium">{actor.label}</span>
      )}
      {kind && <Badge>{kind}</Badge>}
    </span>
  );
}

function What({ workspace, row, filterHref }: { workspace: string; row: ActivityView; filterHref: FilterHref }) {
  const { kind, id, label } = row.resource;
  const page = id && pages[kind]?.(workspace, id);
  return (
    <span className="break-words">
      <Link href={filterHref({ action: row.action })} prefetch={false} className={`${linkLook} text-soft`}>
        {sentenceOf(row)}
      </Link>{" "}
      {page ? (
        <Link href={page} prefetch={false} dir="auto" className={`${linkLook} font-medium`}>
          {label}
        </Link>
      ) : (
        <bdi className="font-medium">{label}</bdi>
      )}
    </span>
  );
}

const pages: Record<string, (workspace: string, id: string) => string> = {
  app: paths.app,
  project: paths.project,
  server: paths.server,
  deployment: paths.deployment,
};

/** Few short facts in a line; what is longer is in the export. */
function Detail({ detail }: { detail: Record<string, unknown> }) {
  const facts = Object.entries(detail).filter(([, value]) => value !== null && value !== "");
  if (facts.length === 0) return null;
  return (
    <span className="block max-w-72 truncate text-sm text-soft" title={factWords(facts)}>
      {factWords(facts)}
    </span>
  );
}

function factWords(facts: [string, unknown][]): string {
  return facts
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");
}
