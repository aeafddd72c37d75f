"use client";

import { useState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Input } from "#app/_ui/input.tsx";
import { Switch } from "#app/_ui/switch.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { putVariable } from "./actions.ts";
import { ScopeField } from "./scope-field.tsx";
import type { Scope } from "./scopes.ts";
import type { Target } from "./target.ts";

export interface Given {
  key: string;
  value: string | null;
  isSecret: boolean;
  scope: Scope;
  /** One of this name is stored here, and this one takes its place. */
  isStored: boolean;
}

type VariableFormProps = { target: Target; variable?: Given; onClose: () => void };

export function VariableForm({ target, variable, onClose }: VariableFormProps) {
  const [isSecret, setSecret] = useState(variable?.isSecret ?? true);
  const [warnings, setWarnings] = useState<readonly string[]>([]);
  const isHidden = Boolean(variable?.isStored && variable.isSecret);

  async function put(_: FormState | null, form: FormData): Promise<FormState> {
    const { warnings: told = [], ...state } = await putVariable(target, form);
    setWarnings(told);
    if (!state.message && !state.fields && told.length === 0) onClose();
    return state;
  }

  if (warnings.length > 0) return <Saved warnings={warnings} onClose={onClose} />;
  return (
    <Form action={put} guard={false}>
      {variable ? <input type="hidden" name="key" value={variable.key} /> : <NameField />}
      <Field
        name="value"
        label={isHidden ? "New value" : "Value"}
        help={isHidden ? "It takes the place of the stored one, which is never shown." : undefined}
      >
        <Textarea mono dir="ltr" rows={3} autoComplete="off" defaultValue={variable?.value ?? ""} />
      </Field>
      <ScopeField scope={variable?.scope} />
      <Switch
        name="isSecret"
        label="Secret"
        help={isSecret ? "Never shown again, and masked in logs." : plainWords}
        checked={isSecret}
        onChange={(event) => setSecret(event.target.checked)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <SubmitButton>Save</SubmitButton>
      </div>
    </Form>
  );
}

const plainWords = "Everybody who may see the variables can read it, and logs show it.";

function NameField() {
  return (
    <Field name="key" label="Name" required help="Letters, digits and underscores, such as APP_ENV.">
      <Input mono dir="ltr" autoComplete="off" />
    </Field>
  );
}

function Saved({ warnings, onClose }: { warnings: readonly string[]; onClose: () => void }) {
  return (
    <div className="grid gap-4">
      <Banner kind="warn" title="Saved, with a warning">
        {warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </Banner>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Understood
        </Button>
      </div>
    </div>
  );
}
