"use client";

import { ArrowDown, ArrowUp, Copy, Trash2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { type Stage, stages } from "#lib/pipelines/stages.ts";
import type { ActionView } from "#lib/pipelines/view.ts";
import { ActionFields } from "./action-fields.tsx";
import { HookText } from "./hook-text.tsx";
import { type Draft, inStage } from "./draft.ts";
import type { RunAsChoices } from "./run-as-choices.ts";
import type { Editing } from "./use-pipeline.ts";

type HookPanelProps = {
  target: { workspace: string; app: string };
  draft: Draft;
  actions: readonly ActionView[];
  users: RunAsChoices;
  errors: Record<string, string>;
  isReadOnly: boolean;
  editing: Editing;
  onOpen: (key: string | null) => void;
};

/** All of one hook. What is changed here is part of the pipeline at once, and saved with the whole of it. */
export function HookPanel({ target, draft, actions, users, errors, isReadOnly, editing, onOpen }: HookPanelProps) {
  const fields = useRef<HTMLFieldSetElement>(null);
  const { key, stage } = draft;
  const update = (changes: Partial<Draft>) => editing.update(key, changes);

  useEffect(() => focusFirst(fields.current), []);

  return (
    <section aria-labelledby="hook-title" className="rounded-lg border bg-raised">
      <header className="flex items-center justify-between gap-2 border-b py-2 ps-4 pe-2">
        <h2 id="hook-title" dir="auto" className="min-w-0 truncate font-semibold">
          {draft.name || "New hook"}
        </h2>
        <Button variant="ghost" size="icon" aria-label="Close" onClick={() => onOpen(null)}>
          <X aria-hidden />
        </Button>
      </header>
      <fieldset ref={fields} disabled={isReadOnly} className="grid gap-4 p-4">
        <Field name="name" label="Name" required error={errors.name}>
          <Input value={draft.name} maxLength={255} onChange={(event) => update({ name: event.target.value })} />
        </Field>
        <Field name="stage" label="Stage" help={stages[stage].when}>
          <Select
            options={Object.entries(stages).map(([value, { title }]) => ({ value, label: title }))}
            value={stage}
            onChange={(event) => toStage(editing, key, event.target.value as Stage)}
          />
        </Field>
        <ActionFields draft={draft} actions={actions} errors={errors} onChange={update} />
        <HookText target={target} draft={draft} />
        <RunAs draft={draft} users={users} error={errors.runAs} onChange={update} />
        <Field name="timeout" label="Time limit" required help="Seconds, at most a day." error={errors.timeoutSeconds}>
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={86_400}
            value={Number.isNaN(draft.timeoutSeconds) ? "" : draft.timeoutSeconds}
            onChange={(event) => update({ timeoutSeconds: event.target.valueAsNumber })}
          />
        </Field>
        <Field
          name="note"
          label="Why it is there"
          help="For people; shown in the pipeline and in the plan."
          error={errors.note}
        >
          <Input
            value={draft.note ?? ""}
            maxLength={500}
            onChange={(event) => update({ note: event.target.value || null })}
          />
        </Field>
      </fieldset>
      {!isReadOnly && (
        <footer className="flex flex-wrap gap-2 border-t p-3">
          <Button size="small" onClick={() => editing.step(key, -1)}>
            <ArrowUp aria-hidden /> Up
          </Button>
          <Button size="small" onClick={() => editing.step(key, 1)}>
            <ArrowDown aria-hidden /> Down
          </Button>
          <Button size="small" onClick={() => onOpen(editing.duplicate(key))}>
            <Copy aria-hidden /> Duplicate
          </Button>
          <Button
            size="small"
            onClick={() => {
              editing.remove(key);
              onOpen(null);
            }}
          >
            <Trash2 aria-hidden /> Remove
          </Button>
        </footer>
      )}
    </section>
  );
}

/** The first field that is wrong, else the first of all. */
function focusFirst(fields: HTMLElement | null): void {
  const wrong = fields?.querySelector<HTMLElement>("[aria-invalid]");
  (wrong ?? fields?.querySelector("input"))?.focus();
}

function toStage(editing: Editing, key: string, stage: Stage): void {
  editing.place(key, stage, inStage(editing.drafts, stage).length);
}

type RunAsProps = {
  draft: Draft;
  users: RunAsChoices;
  error: string | undefined;
  onChange: (changes: Partial<Draft>) => void;
};

function RunAs({ draft: { runAs }, users: { own, others }, error, onChange }: RunAsProps) {
  const isListed = runAs === null || others.includes(runAs);
  const options = [
    { value: "", label: own ? `${own}, as Devpilot signs in` : "The user that Devpilot signs in as" },
    ...others.filter((user) => user !== own).map((user) => ({ value: user, label: user })),
    ...(isListed ? [] : [{ value: runAs, label: `${runAs}, not on the server's list` }]),
  ];
  return (
    <Field name="runAs" label="Run as" help="An Admin adds users in the server's settings." error={error}>
      <Select
        options={options}
        value={runAs ?? ""}
        onChange={(event) => onChange({ runAs: event.target.value || null })}
      />
    </Field>
  );
}
