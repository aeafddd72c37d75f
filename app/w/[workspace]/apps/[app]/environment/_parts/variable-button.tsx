"use client";

import { useState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button, type ButtonProps } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Input } from "#app/_ui/input.tsx";
import { Switch } from "#app/_ui/switch.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import type { VariableView } from "#lib/apps/list-variables.ts";
import { putVariable } from "../actions.ts";

type VariableButtonProps = Pick<ButtonProps, "variant" | "size"> & {
  target: { workspace: string; app: string };
  label: string;
  /** The one to change; a new one when left out. */
  variable?: Pick<VariableView, "key" | "value" | "isSecret">;
};

/** Adds a variable, or puts another value in its place. */
export function VariableButton({ target, label, variable, ...look }: VariableButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)}>
        {label}
        {variable && <VisuallyHidden> {variable.key}</VisuallyHidden>}
      </Button>
      <Dialog open={isOpen} onClose={close} title={variable ? `${label} ${variable.key}` : label}>
        <VariableForm target={target} variable={variable} onClose={close} />
      </Dialog>
    </>
  );
}

type VariableFormProps = Pick<VariableButtonProps, "target" | "variable"> & { onClose: () => void };

function VariableForm({ target, variable, onClose }: VariableFormProps) {
  const [isSecret, setSecret] = useState(variable?.isSecret ?? true);
  const [warnings, setWarnings] = useState<readonly string[]>([]);

  async function put(_: FormState | null, form: FormData): Promise<FormState> {
    const { warnings: told = [], ...state } = await putVariable(target, form);
    setWarnings(told);
    if (!state.message && !state.fields && told.length === 0) onClose();
    return state;
  }

  if (warnings.length > 0) return <Saved warnings={warnings} onClose={onClose} />;
  return (
    <Form action={put} guard={false}>
      {variable ? (
        <input type="hidden" name="key" value={variable.key} />
      ) : (
        <Field name="key" label="Name" required help="Letters, digits and underscores, such as APP_ENV.">
          <Input mono dir="ltr" autoComplete="off" />
        </Field>
      )}
      <Field
        name="value"
        label={variable?.isSecret ? "New value" : "Value"}
        help={variable?.isSecret ? "It takes the place of the stored one, which is never shown." : undefined}
      >
        <Textarea mono dir="ltr" rows={3} autoComplete="off" defaultValue={variable?.value ?? ""} />
      </Field>
      <Switch
        name="isSecret"
        label="Secret"
        help={
          isSecret
            ? "Never shown again, and masked in logs."
            : "Everybody who may see the variables can read it, and logs show it."
        }
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
