"use client";

import type { FormState } from "#app/_ui/form-state.ts";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { AccessFields } from "../../_parts/access-fields.tsx";
import { addressWords } from "../../_parts/machine-words.ts";
import type { Address } from "./address-form.tsx";

type AccessFormProps = {
  address: Address;
  backHref: string;
  /** The server is there, and its page is on the way. */
  isDone: boolean;
  connect: (form: FormData) => Promise<FormState | null>;
};

/** Step two: how Devpilot signs in. Sends both steps; whether it works shows the test. */
export function AccessForm({ address, backHref, isDone, connect }: AccessFormProps) {
  return (
    <Form action={async (_, form) => connect(form)} guard={false}>
      <p className="text-soft">
        For{" "}
        <span className="font-mono text-sm break-all text-ink">
          {addressWords({ ...address, port: +address.port })}
        </span>
      </p>
      <AccessFields generatedHelp="Ed25519. You paste one line on the server; the private half never leaves Devpilot." />
      <div className="flex gap-2">
        <SubmitButton pending={isDone}>Continue to the test</SubmitButton>
        <LinkButton href={backHref} variant="ghost">
          Back
        </LinkButton>
      </div>
    </Form>
  );
}
