"use client";

import { Field } from "#app/_ui/field.tsx";
import { Select, type SelectOption } from "#app/_ui/select.tsx";
import { type Scope, scopeWords } from "./scopes.ts";

type ScopeFieldProps = {
  scope?: Scope;
  /** The first choice, in words, for leaving each as it is stored. */
  keep?: string;
  onChoose?: (value: string) => void;
};

/** Who gets a variable. */
export function ScopeField({ scope, keep, onChoose }: ScopeFieldProps) {
  return (
    <Field
      name="scope"
      label="For"
      help="Builds are what runs before the release. The app is what is released: its .env file, its processes, and hooks after the release."
    >
      <Select
        options={options}
        placeholder={keep}
        defaultValue={scope ?? (keep === undefined ? "both" : "")}
        onChange={(event) => onChoose?.(event.target.value)}
      />
    </Field>
  );
}

const options: SelectOption[] = (Object.keys(scopeWords) as Scope[]).map((value) => ({
  value,
  label: scopeWords[value],
}));
