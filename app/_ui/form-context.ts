"use client";

import { createContext, use } from "react";

type FormFacts = {
  errorOf: (name: string) => string | undefined;
  isPending: boolean;
  /** What stands here is what was sent, and it was taken. */
  isSaved: boolean;
};

export const FormContext = createContext<FormFacts>({ errorOf: () => undefined, isPending: false, isSaved: false });

/** What the form around this control knows. */
export function useForm(): FormFacts {
  return use(FormContext);
}

type FieldFacts = { id: string; name: string; describedBy: string | undefined; isWrong: boolean; isRequired: boolean };

export const FieldContext = createContext<FieldFacts | null>(null);

/** Attributes that tie a control to the Field around it; empty outside of one. */
export function useFieldAttributes() {
  const field = use(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    name: field.name,
    required: field.isRequired || undefined,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.isWrong || undefined,
  };
}
