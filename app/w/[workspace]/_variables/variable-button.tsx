"use client";

import { useState } from "react";
import { Button, type ButtonProps } from "#app/_ui/button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import type { Target } from "./target.ts";
import { type Given, VariableForm } from "./variable-form.tsx";

type VariableButtonProps = Pick<ButtonProps, "variant" | "size"> & {
  target: Target;
  label: string;
  /** The one that it is about; a new one, named in the form, when left out. */
  variable?: Given;
  /** Where nothing beside the button says which one. */
  showsName?: boolean;
};

/** Adds a variable, or puts another value in its place. */
export function VariableButton({ target, label, variable, showsName, ...look }: VariableButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)}>
        {label}
        {variable && (showsName ? <NameOf variable={variable} /> : <VisuallyHidden> {variable.key}</VisuallyHidden>)}
      </Button>
      <Dialog open={isOpen} onClose={close} title={variable ? `${label} ${variable.key}` : label}>
        <VariableForm target={target} variable={variable} onClose={close} />
      </Dialog>
    </>
  );
}

function NameOf({ variable }: { variable: Given }) {
  return <span className="font-mono"> {variable.key}</span>;
}
