import Link from "next/link";
import { Badge } from "#app/_ui/badge.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { VariableView } from "#lib/apps/list-variables.ts";
import { paths } from "#lib/paths.ts";
import { removeVariable } from "./actions.ts";
import { Changed, Name, Value } from "./cells.tsx";
import { scopeWords } from "./scopes.ts";
import { VariableButton } from "./variable-button.tsx";

type Target = { workspace: string; app: string };
type VariableTableProps = { target: Target; variables: readonly VariableView[]; mayChange: boolean };

/** What counts for an app: its own, and what its project shares. */
export function VariableTable({ target, variables, mayChange }: VariableTableProps) {
  return (
    <Table
      caption="Environment variables, by name"
      columns={[...facts(target.workspace), ...(mayChange ? [changes(target)] : [])]}
      rows={variables}
      rowKey={({ key }) => key}
    />
  );
}

function facts(workspace: string): Column<VariableView>[] {
  return [
    { key: "key", title: "Name", isName: true, cell: (row) => <NameAndOrigin row={row} /> },
    { key: "value", title: "Value", cell: (row) => <Value row={row} /> },
    { key: "scope", title: "For", cell: ({ scope }) => <span className="text-soft">{scopeWords[scope]}</span> },
    {
      key: "changed",
      title: "Changed",
      cell: ({ updatedAt, updatedBy }) => <Changed at={updatedAt} by={updatedBy} />,
    },
    {
      key: "effect",
      title: "In effect",
      cell: ({ inEffectSince }) => <Effect workspace={workspace} deployment={inEffectSince} words="since" />,
    },
  ];
}

function NameAndOrigin({ row: { key, from, isOverride } }: { row: VariableView }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Name>{key}</Name>
      {from === "project" && <Badge tone="blue">shared</Badge>}
      {isOverride && <Badge tone="amber">overrides the shared one</Badge>}
    </span>
  );
}

type EffectProps = { workspace: string; deployment: { id: string; number: number } | null; words: string };

/** Which deployment took a variable, or a change of one, up. */
export function Effect({ workspace, deployment, words }: EffectProps) {
  if (!deployment) return <span className="text-soft">with the next deployment</span>;
  return (
    <span className="text-soft">
      {words}{" "}
      <Link
        href={paths.deployment(workspace, deployment.id)}
        prefetch={false}
        className="rounded-sm text-accent underline underline-offset-2"
      >
        #{deployment.number}
      </Link>
    </span>
  );
}

function changes(target: Target): Column<VariableView> {
  return {
    key: "change",
    title: "Change",
    cell: (row) => (
      <span className="flex justify-end gap-2 sm:justify-start">
        {row.from === "app" ? (
          <>
            <VariableButton
              target={target}
              label={row.isSecret ? "Replace" : "Edit"}
              variable={{ ...row, isStored: true }}
              size="small"
            />
            <Remove target={target} row={row} />
          </>
        ) : (
          <VariableButton target={target} label="Override" variable={{ ...row, isStored: false }} size="small" />
        )}
      </span>
    ),
  };
}

function Remove({ target, row: { key, isSecret, isOverride } }: { target: Target; row: VariableView }) {
  return (
    <ConfirmButton
      label="Remove"
      variant="secondary"
      size="small"
      title={`Remove ${key}?`}
      action={removeVariable.bind(null, target, key)}
    >
      <p>
        The next deployment runs {isOverride ? "with the one that the project shares" : "without it"}.{" "}
        {isSecret ? "Devpilot forgets its value, and nobody can read it again." : ""}
      </p>
    </ConfirmButton>
  );
}
