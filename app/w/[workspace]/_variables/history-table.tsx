import { Badge } from "#app/_ui/badge.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { Tone } from "#app/_ui/tones.ts";
import type { SharedVariableChangeView, VariableChangeView } from "#lib/apps/variable-history.ts";
import { Name } from "./cells.tsx";
import { Effect } from "./variable-table.tsx";

/** Who changed which variable of an app, and in which deployment that took effect. */
export function HistoryTable({ workspace, rows }: { workspace: string; rows: readonly VariableChangeView[] }) {
  const effect: Column<VariableChangeView> = {
    key: "effect",
    title: "Took effect",
    cell: ({ deployment }) => <Effect workspace={workspace} deployment={deployment} words="in" />,
  };
  const origin: Column<VariableChangeView> = {
    key: "from",
    title: "Of",
    cell: ({ from }) => <span className="text-soft">{from === "app" ? "the app" : "the project"}</span>,
  };
  const [name, ...others] = facts;
  return (
    <Table
      caption="Changes of variables, newest first"
      columns={[...(name ? [name] : []), origin, ...others, effect]}
      rows={rows}
      rowKey={({ id }) => id}
    />
  );
}

/** The same of what a project shares. */
export function SharedHistoryTable({ rows }: { rows: readonly SharedVariableChangeView[] }) {
  return (
    <Table caption="Changes of shared variables, newest first" columns={facts} rows={rows} rowKey={({ id }) => id} />
  );
}

const tones: Record<SharedVariableChangeView["change"], Tone> = { added: "green", changed: "amber", removed: "red" };

const facts: Column<SharedVariableChangeView>[] = [
  {
    key: "key",
    title: "Name",
    isName: true,
    cell: ({ key, change }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
        <Name>{key}</Name>
        <Badge tone={tones[change]}>{change}</Badge>
      </span>
    ),
  },
  { key: "by", title: "By", cell: ({ by }) => <bdi className="break-words">{by}</bdi> },
  { key: "at", title: "When", cell: ({ at }) => <Time at={at} focusable /> },
];
