"use client";

import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select } from "#app/_ui/select.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { ActionView } from "#lib/pipelines/view.ts";
import type { Draft } from "./draft.ts";

type ActionFieldsProps = {
  draft: Draft;
  actions: readonly ActionView[];
  errors: Record<string, string>;
  onChange: (changes: Partial<Draft>) => void;
};

/** What the hook does, with the fields that this kind of action has. */
export function ActionFields({ draft, actions, errors, onChange }: ActionFieldsProps) {
  const action = actions.find(({ id }) => id === draft.action);

  function choose(id: string): void {
    const next = actions.find((one) => one.id === id);
    const hasOwnName = draft.name !== "" && draft.name !== action?.title;
    onChange({ action: id, input: sharedInput(draft.input, next), ...(!hasOwnName && { name: next?.title ?? "" }) });
  }

  return (
    <>
      <Field name="action" label="Action" help={action?.summary} error={errors.action}>
        <Select
          options={actions.map(({ id, title }) => ({ value: id, label: title }))}
          value={draft.action}
          onChange={(event) => choose(event.target.value)}
        />
      </Field>
      {action?.fields.map((field) => (
        <Field
          key={field.name}
          name={`input.${field.name}`}
          label={field.label}
          help={field.help}
          error={errors[`input.${field.name}`]}
        >
          <Control
            field={field}
            value={draft.input[field.name] ?? ""}
            onChange={(value) => onChange({ input: { ...draft.input, [field.name]: value } })}
          />
        </Field>
      ))}
    </>
  );
}

type ControlProps = { field: ActionView["fields"][number]; value: string; onChange: (value: string) => void };

const controls: Record<ActionView["fields"][number]["kind"], (props: ControlProps) => React.ReactNode> = {
  line: ({ value, onChange }) => (
    <Input mono dir="ltr" autoComplete="off" value={value} onChange={(event) => onChange(event.target.value)} />
  ),
  script: ({ value, onChange }) => (
    <Textarea mono dir="ltr" rows={6} value={value} onChange={(event) => onChange(event.target.value)} />
  ),
  choice: ({ field, value, onChange }) => (
    <Select
      options={field.choices.map((choice) => ({ value: choice, label: choice }))}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  ),
};

function Control(props: ControlProps) {
  return controls[props.field.kind](props);
}

/** What was typed for one action and fits the next one too, such as a command. */
function sharedInput(input: Record<string, string>, action: ActionView | undefined): Record<string, string> {
  const names = new Set(action?.fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(input).filter(([name]) => names.has(name)));
}
