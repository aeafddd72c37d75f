"use client";

import { useState } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form } from "#app/_ui/form.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Input } from "#app/_ui/input.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { keepValues } from "../actions.ts";
import { StepButtons } from "./step-buttons.tsx";
import type { Target } from "./step-props.ts";
import type { Wanted } from "./wanted.ts";

type ValuesFormProps = { target: Target; wanted: readonly Wanted[] };

/** Asks for what has no value yet. Nothing has to be given now: a deployment names what it does not begin without. */
export function ValuesForm({ target, wanted }: ValuesFormProps) {
  const [warnings, setWarnings] = useState<readonly string[]>([]);

  async function keep(_: FormState | null, form: FormData): Promise<FormState> {
    const { warnings: told = [], ...state } = await keepValues(target, null, form);
    setWarnings(told);
    return state;
  }

  return (
    <Form action={keep}>
      {warnings.length > 0 && (
        <Banner kind="warn" title="Saved, with a warning">
          {warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Banner>
      )}
      {wanted.length > 0 && (
        <Card title="Wanted by the repository">
          <div className="grid gap-5">
            {wanted.map((each) => (
              <ValueField key={each.key} wanted={each} />
            ))}
          </div>
        </Card>
      )}
      <StepButtons />
    </Form>
  );
}

function ValueField({ wanted: { key, isRequired, isSecret, example, from } }: { wanted: Wanted }) {
  const name = `value.${key}`;
  return (
    <Field
      name={name}
      label={key}
      help={
        <span className="flex flex-wrap items-center gap-2">
          {isRequired ? <Badge tone="amber">required</Badge> : <Badge>suggested</Badge>}
          <span>
            {from && `Named in ${from}. `}
            {isSecret ? "Kept as a secret." : "Kept in plain sight."}
            {isRequired && " A deployment does not begin without it."}
          </span>
        </span>
      }
    >
      {isSecret ? <SecretInput /> : <Input mono dir="ltr" autoComplete="off" defaultValue={example ?? ""} />}
      {!isSecret && <input type="hidden" name={`secret.${key}`} value="no" />}
    </Field>
  );
}
