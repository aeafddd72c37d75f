"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { BuildValues } from "./build-values.ts";

type Process = BuildValues["processes"][number];
type Row = Process & { key: number };
type ProcessFieldsProps = { processes: readonly Process[]; offered: readonly Process[] };

/** What runs beside the app: a queue's workers, say. Each release starts them anew. */
export function ProcessFields({ processes, offered }: ProcessFieldsProps) {
  const [rows, setRows] = useState<Row[]>(() => processes.map((process, key) => ({ ...process, key })));
  const list = useRef<HTMLInputElement>(null);
  const change = (next: (all: Row[]) => Row[]) => {
    setRows(next);
    // So that the form around it knows of unsaved changes.
    list.current?.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const add = (process: Process) => change((all) => [...all, { ...process, key: 1 + Math.max(-1, ...keysOf(all)) }]);
  const missing = offered.filter(({ name }) => !rows.some((row) => row.name === name));
  return (
    <Field
      name="processes"
      label="Processes"
      group
      help="Run beside the app, such as the workers of a queue, and start anew with each release."
    >
      <input ref={list} type="hidden" name="processes" value="" />
      {rows.length > 0 && (
        <ul className="grid gap-3">
          {rows.map((row, index) => (
            <ProcessRow
              key={row.key}
              index={index}
              row={row}
              onName={(name) => setRows((all) => all.map((one) => (one.key === row.key ? { ...one, name } : one)))}
              onRemove={() => change((all) => all.filter(({ key }) => key !== row.key))}
            />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {missing.map((process) => (
          <Button key={process.name} size="small" onClick={() => add(process)}>
            <Plus aria-hidden /> {process.name}
          </Button>
        ))}
        <Button size="small" onClick={() => add({ name: "", command: "", count: 1 })}>
          <Plus aria-hidden /> Another process
        </Button>
      </div>
    </Field>
  );
}

function keysOf(rows: readonly Row[]): number[] {
  return rows.map(({ key }) => key);
}

type ProcessRowProps = { index: number; row: Row; onName: (name: string) => void; onRemove: () => void };

function ProcessRow({ index, row, onName, onRemove }: ProcessRowProps) {
  const named = row.name || `process ${index + 1}`;
  return (
    <li className="grid items-start gap-3 rounded-lg border p-3 sm:grid-cols-[8rem_minmax(0,1fr)_5rem_auto]">
      <Field name={`processes.${index}.name`} label="Name" required>
        <Input
          mono
          dir="ltr"
          autoComplete="off"
          placeholder="queue"
          value={row.name}
          onChange={(event) => onName(event.target.value)}
        />
      </Field>
      <Field name={`processes.${index}.command`} label="Command" required>
        <Input mono dir="ltr" autoComplete="off" defaultValue={row.command} />
      </Field>
      <Field name={`processes.${index}.count`} label="Count" required>
        <Input type="number" inputMode="numeric" min={1} max={32} defaultValue={row.count} />
      </Field>
      <span className="sm:pt-7">
        <Button variant="ghost" aria-label={`Remove ${named}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </span>
    </li>
  );
}
