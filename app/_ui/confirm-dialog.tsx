"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Form, SubmitButton } from "./form.tsx";
import type { FormState } from "./form-state.ts";
import { Input } from "./input.tsx";

type ConfirmButtonProps = Pick<ButtonProps, "variant" | "size" | "disabledReason"> & {
  /** The button's words, and again on the one that confirms: "Delete shop". */
  label: string;
  /** Names the thing: "Delete the app shop?" */
  title: string;
  /** What goes with it, line by line. */
  goesWithIt?: readonly string[];
  /** Only when data is lost: the name that must be typed. */
  typeName?: string;
  action: (previous: FormState | null, data: FormData) => Promise<FormState | null>;
  children?: ReactNode;
};

/** A button that asks first. The action's failures are shown in the dialog; success navigates or revalidates. */
export function ConfirmButton({ label, title, variant = "danger", size, disabledReason, ...rest }: ConfirmButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant={variant} size={size} disabledReason={disabledReason} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog open={isOpen} onClose={close} title={title}>
        <ConfirmForm {...rest} label={label} onClose={close} />
      </Dialog>
    </>
  );
}

type ConfirmFormProps = Pick<ConfirmButtonProps, "label" | "goesWithIt" | "typeName" | "action" | "children"> & {
  onClose: () => void;
};

/** The inside of a confirmation, for dialogs that are opened from a menu. */
export function ConfirmForm({ label, goesWithIt = [], typeName, action, children, onClose }: ConfirmFormProps) {
  const [typed, setTyped] = useState("");
  const missing = typeName !== undefined && typed.trim() !== typeName ? `Type ${typeName} first` : null;

  async function confirm(previous: FormState | null, data: FormData): Promise<FormState | null> {
    const state = await action(previous, data);
    if (!state?.message && !state?.fields) onClose();
    return state;
  }

  return (
    <Form action={confirm} guard={false}>
      {children}
      {goesWithIt.length > 0 && (
        <div className="grid gap-1.5">
          <p>This goes with it:</p>
          <ul className="list-disc ps-5 text-soft marker:text-faint">
            {goesWithIt.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      {typeName !== undefined && (
        <Field name="confirmation" label={`Type ${typeName} to confirm`}>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </Field>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <SubmitButton variant="danger" disabledReason={missing}>
          {label}
        </SubmitButton>
      </div>
    </Form>
  );
}
