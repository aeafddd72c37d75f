"use client";

import { useState } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Select } from "#app/_ui/select.tsx";
import { rotateSecret } from "../actions.ts";

type RotateButtonProps = {
  target: { workspace: string; app: string };
  isRegistered: boolean;
  onSecret: (secret: string | null) => void;
};

const overlaps = [
  { value: "1", label: "for an hour" },
  { value: "24", label: "for a day" },
  { value: "168", label: "for a week" },
  { value: "0", label: "no longer: from now on" },
];

/** A new secret, with a time in which the old one still counts, so that no push is refused on the way. */
export function RotateButton({ target, isRegistered, onSecret }: RotateButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);

  async function rotate(_: FormState | null, form: FormData): Promise<FormState> {
    const { secret, ...state } = await rotateSecret(target, form);
    if (state.message || state.fields) return state;
    onSecret(secret ?? null);
    close();
    return state;
  }

  return (
    <>
      <Button onClick={() => setOpen(true)}>Rotate secret</Button>
      <Dialog open={isOpen} onClose={close} title="Rotate the webhook's secret">
        <Form action={rotate} guard={false}>
          <p>
            {isRegistered
              ? "Devpilot makes a new one and changes it on the git host."
              : "Devpilot makes a new one and shows it once. Put it in on the git host while the old one still counts."}
          </p>
          <Field name="overlapHours" label="The old one counts" required>
            <Select options={overlaps} defaultValue="24" />
          </Field>
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Cancel</Button>
            <SubmitButton>Rotate secret</SubmitButton>
          </div>
        </Form>
      </Dialog>
    </>
  );
}
