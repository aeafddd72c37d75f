"use client";

import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import { FieldContext, useForm } from "./form-context.ts";
import { VisuallyHidden } from "./visually-hidden.tsx";

type FieldProps = {
  /** The name in the form's data, and of its error. */
  name: string;
  label: string;
  help?: ReactNode;
  required?: boolean;
  /** An error from elsewhere; the form's own comes by itself. */
  error?: string;
  /** Several controls under one name, such as radio cards. */
  group?: boolean;
  children: ReactNode;
};

/** Label above, control, error beside, help below; tied together for assistive technology. */
export function Field({ name, label, help, required = false, error, group, children }: FieldProps) {
  const id = useId();
  const { errorOf } = useForm();
  const words = error ?? errorOf(name);
  const describedBy = cx(words && `${id}-error`, help != null && `${id}-help`) || undefined;
  const labelText = (
    <>
      {label}
      {required && <RequiredMark />}
    </>
  );

  return (
    <FieldContext value={{ id, name, describedBy, isWrong: Boolean(words), isRequired: required }}>
      <div
        role={group ? "group" : undefined}
        aria-labelledby={group ? `${id}-label` : undefined}
        aria-describedby={group ? describedBy : undefined}
        className="grid min-w-0 gap-1.5"
      >
        {group ? (
          <span id={`${id}-label`} className="font-medium">
            {labelText}
          </span>
        ) : (
          <label id={`${id}-label`} htmlFor={id} className="justify-self-start font-medium">
            {labelText}
          </label>
        )}
        {children}
        {words && <FieldError id={`${id}-error`}>{words}</FieldError>}
        {help != null && (
          <div id={`${id}-help`} className="text-sm text-soft">
            {help}
          </div>
        )}
      </div>
    </FieldContext>
  );
}

function RequiredMark() {
  return (
    <>
      <span aria-hidden className="ms-0.5 text-red">
        *
      </span>
      <VisuallyHidden> (required)</VisuallyHidden>
    </>
  );
}

function FieldError({ id, children }: { id: string; children: string }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-sm text-red">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
