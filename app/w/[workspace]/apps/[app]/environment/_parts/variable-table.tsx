import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Day, Time } from "#app/_ui/time.tsx";
import type { VariableView } from "#lib/apps/list-variables.ts";
import { removeVariable } from "../actions.ts";
import { VariableButton } from "./variable-button.tsx";

type Target = { workspace: string; app: string };
type VariableTableProps = { target: Target; variables: readonly VariableView[]; mayChange: boolean };

export function VariableTable({ target, variables, mayChange }: VariableTableProps) {
  return (
    <Table
      caption="Environment variables, by name"
      columns={[...facts, ...(mayChange ? [changes(target)] : [])]}
      rows={variables}
      rowKey={({ key }) => key}
    />
  );
}

const facts: Column<VariableView>[] = [
  {
    key: "key",
    title: "Name",
    isName: true,
    cell: ({ key }) => <span className="font-mono text-sm break-all">{key}</span>,
  },
  { key: "value", title: "Value", cell: (row) => <Value row={row} /> },
  {
    key: "changed",
    title: "Changed",
    cell: ({ updatedAt, updatedBy }) => (
      <span className="text-soft">
        <Time at={updatedAt} focusable /> by <span dir="auto">{updatedBy}</span>
      </span>
    ),
  },
];

function Value({ row: { isSecret, value, updatedAt } }: { row: VariableView }) {
  if (isSecret) {
    return (
      <span className="text-soft">
        Secret, stored on <Day at={updatedAt} />
      </span>
    );
  }
  if (!value) return <span className="text-faint">Empty</span>;
  return (
    <span dir="ltr" className="line-clamp-2 max-w-md font-mono text-sm break-all whitespace-pre-wrap">
      {value}
    </span>
  );
}

function changes(target: Target): Column<VariableView> {
  return {
    key: "change",
    title: "Change",
    cell: (row) => (
      <span className="flex justify-end gap-2 sm:justify-start">
        <VariableButton target={target} label={row.isSecret ? "Replace" : "Edit"} variable={row} size="small" />
        <ConfirmButton
          label="Remove"
          variant="secondary"
          size="small"
          title={`Remove ${row.key}?`}
          action={removeVariable.bind(null, target, row.key)}
        >
          <p>
            The next deployment runs without it.{" "}
            {row.isSecret ? "Devpilot forgets its value, and nobody can read it again." : ""}
          </p>
        </ConfirmButton>
      </span>
    ),
  };
}
