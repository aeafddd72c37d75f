import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { SharedVariableView } from "#lib/apps/list-shared-variables.ts";
import { removeVariable } from "./actions.ts";
import { Changed, Name, Value } from "./cells.tsx";
import { scopeWords } from "./scopes.ts";
import { VariableButton } from "./variable-button.tsx";

type Target = { workspace: string; project: string };
type SharedTableProps = { target: Target; variables: readonly SharedVariableView[]; mayChange: boolean };

/** What a project shares with its apps. */
export function SharedTable({ target, variables, mayChange }: SharedTableProps) {
  return (
    <Table
      caption="Shared variables, by name"
      columns={[...facts, ...(mayChange ? [changes(target)] : [])]}
      rows={variables}
      rowKey={({ key }) => key}
    />
  );
}

const facts: Column<SharedVariableView>[] = [
  { key: "key", title: "Name", isName: true, cell: ({ key }) => <Name>{key}</Name> },
  { key: "value", title: "Value", cell: (row) => <Value row={row} /> },
  { key: "scope", title: "For", cell: ({ scope }) => <span className="text-soft">{scopeWords[scope]}</span> },
  {
    key: "overridden",
    title: "Overridden",
    cell: ({ overriddenBy }) => <span className="text-soft">{overriddenWords(overriddenBy)}</span>,
  },
  {
    key: "changed",
    title: "Changed",
    cell: ({ updatedAt, updatedBy }) => <Changed at={updatedAt} by={updatedBy} />,
  },
];

function overriddenWords(count: number): string {
  if (count === 0) return "nowhere";
  return count === 1 ? "by 1 app" : `by ${count} apps`;
}

function changes(target: Target): Column<SharedVariableView> {
  return {
    key: "change",
    title: "Change",
    cell: (row) => (
      <span className="flex justify-end gap-2 sm:justify-start">
        <VariableButton
          target={target}
          label={row.isSecret ? "Replace" : "Edit"}
          variable={{ ...row, isStored: true }}
          size="small"
        />
        <ConfirmButton
          label="Remove"
          variant="secondary"
          size="small"
          title={`Remove ${row.key}?`}
          action={removeVariable.bind(null, target, row.key)}
        >
          <p>
            Every app of the project runs without it from its next deployment on, where it has none of its own.{" "}
            {row.isSecret ? "Devpilot forgets its value, and nobody can read it again." : ""}
          </p>
        </ConfirmButton>
      </span>
    ),
  };
}
