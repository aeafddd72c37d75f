"use client";

import {
  type FocusEvent,
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
} from "react";
import { Check } from "lucide-react";
import { Banner } from "./banner.tsx";
import { Button, type ButtonProps } from "./button.tsx";
import { FormContext, useForm } from "./form-context.ts";
import { errorNameOf, type FormState, isControl, wrongControls } from "./form-state.ts";
import { UnsavedGuard } from "./unsaved-guard.tsx";

type FormProps = {
  /** A server action of the shape that `useActionState` wants. */
  action: (previous: FormState | null, data: FormData) => Promise<FormState | null>;
  /** Asks before leaving with unsaved changes. */
  guard?: boolean;
  children: ReactNode;
};

/**
 * A form around a server action. Fields are checked on leaving them and on submit; what the action returns in
 * `fields` stands beside its field, and the first wrong one gets the focus. What was typed stays.
 */
export function Form({ action, guard = true, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [state, dispatch, isPending] = useActionState(action, null);
  const [isDirty, setDirty] = useState(false);
  const [browserErrors, setBrowserErrors] = useState<Record<string, string>>({});
  const [editedSince, setEditedSince] = useState<Record<string, FormState | null>>({});

  useEffect(() => focusFirstWrong(form.current, state), [state]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const wrong = wrongControls(event.currentTarget);
    setBrowserErrors(Object.fromEntries(wrong.map((control) => [errorNameOf(control), control.validationMessage])));
    if (wrong[0]) return wrong[0].focus();
    const data = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    setDirty(false);
    startTransition(() => dispatch(data));
  }
  function checkOnLeaving({ target }: FocusEvent) {
    if (!isControl(target) || !errorNameOf(target) || !target.value) return;
    setBrowserErrors((errors) => ({ ...errors, [errorNameOf(target)]: target.validationMessage }));
  }
  function edit({ target }: FormEvent) {
    setDirty(true);
    if (!isControl(target) || !target.name) return;
    setEditedSince((edited) => ({ ...edited, [target.name]: state }));
    if (target.validity.valid) setBrowserErrors((errors) => ({ ...errors, [target.name]: "" }));
  }
  function errorOf(name: string): string | undefined {
    return browserErrors[name] || (editedSince[name] === state ? undefined : state?.fields?.[name]);
  }

  const isRefused = Boolean(state?.message ?? state?.fields);
  const isSaved = state !== null && !isRefused && !isDirty && !isPending;
  return (
    <FormContext value={{ errorOf, isPending, isSaved }}>
      <form ref={form} action={dispatch} noValidate onSubmit={submit}>
        <div role="presentation" className="grid gap-5" onBlur={checkOnLeaving} onInput={edit}>
          {state?.message && <Banner kind="danger" title={state.message} />}
          {children}
        </div>
      </form>
      {guard && <UnsavedGuard isOn={(isDirty || isRefused) && !isPending} />}
    </FormContext>
  );
}

/** The button that sends the form around it, with progress. */
export function SubmitButton({ variant = "primary", ...rest }: ButtonProps) {
  const { isPending } = useForm();
  return <Button {...rest} type="submit" variant={variant} pending={isPending || rest.pending} />;
}

/** "Saved", beside the button, until something is changed again. */
export function SavedMark() {
  const { isSaved } = useForm();
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-green">
      {isSaved && (
        <>
          <Check aria-hidden className="size-4" />
          Saved
        </>
      )}
    </span>
  );
}

function focusFirstWrong(form: HTMLFormElement | null, state: FormState | null): void {
  const wrong = new Set(Object.keys(state?.fields ?? {}));
  const first = [...(form?.elements ?? [])].find(
    (element) => isControl(element) && element.type !== "hidden" && wrong.has(errorNameOf(element)),
  );
  if (isControl(first)) first.focus();
}
