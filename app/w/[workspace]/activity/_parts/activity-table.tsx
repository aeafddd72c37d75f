import Link from "next/link";
import { Badge } from "#app/_ui/badge.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { ActivityView } from "#lib/activity/view.ts";
import { paths } from "#lib/paths.ts";
import { type Filters, hrefWith } from "./filters.ts";
import { factsOf, sentenceOf } from "./sentence.ts";

type ActivityTableProps = { workspace: string; rows: readonly ActivityView[]; filters: Filters };

const actorKinds = { member: null, api_key: "API key", push: "push", system: "system" } as const;

/** Who and what filter the list; the thing itself is a press on its name away. */
export function ActivityTable({ workspace, rows, filters }: ActivityTableProps) {
  return <Table caption="Activity" columns={columns(workspace, filters)} rows={rows} rowKey={({ id }) => id} />;
}

function columns(workspace: string, filters: Filters): Column<ActivityView>[] {
  const filterHref = (more: Filters) => hrefWith(paths.activity(workspace), { ...filters, ...more });
  return [
    { key: "who", title: "Who", isName: true, cell: ({ actor }) => <Actor actor={actor} filterHref={filterHref} /> },
    { key: "what", title: "What", cell: (row) => <What workspace={workspace} row={row} filterHref={filterHref} /> },
    {
      key: "from",
      title: "From",
      cell: ({ address }) => <span className="font-mono text-sm text-soft">{address ?? "—"}</span>,
    },
    { key: "at", title: "When", numeric: true, cell: ({ at }) => <Time at={at} focusable /> },
  ];
}

const linkLook = "inline-block rounded-sm break-words hover:underline";

type FilterHref = (more: Filters) => string;

function Actor({ actor, filterHref }: { actor: ActivityView["actor"]; filterHref: FilterHref }) {
  const kind = actorKinds[actor.kind];
  return (
    <span className="inline-flex max-w-60 flex-wrap items-center gap-x-2 sm:min-w-32">
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
  const facts = factsOf(row.detail);
  return (
    <span className="grid gap-0.5">
      <span className="flex flex-wrap gap-x-1 max-sm:justify-end">
        <Link href={filterHref({ action: row.action })} prefetch={false} className={`${linkLook} text-soft`}>
          {sentenceOf(row)}
        </Link>
        {page ? (
          <Link href={page} prefetch={false} dir="auto" className={`${linkLook} min-w-0 font-medium`}>
            {label}
          </Link>
        ) : (
          <bdi className="min-w-0 font-medium break-words">{label}</bdi>
        )}
      </span>
      {facts && (
        <span dir="auto" className="line-clamp-2 text-sm break-words text-soft">
          {facts}
        </span>
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
