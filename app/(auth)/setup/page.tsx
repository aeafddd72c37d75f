import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { hasUsers } from "#lib/access/setup-token.ts";
import { paths } from "#lib/paths.ts";
import { Entrance } from "../_parts/entrance.tsx";
import { setUp } from "../actions.ts";
import { TokenInput } from "./token-input.tsx";

export const metadata: Metadata = { title: "Set up" };

export default async function SetUpPage() {
  if (await hasUsers()) redirect(paths.signIn());
  return (
    <Entrance title="Set up Devpilot" summary="You become the owner of this Devpilot and of its first workspace.">
      <Form action={setUp} guard={false}>
        <Field
          name="token"
          label="Set-up token"
          required
          help="Devpilot printed it where it was started, with a link to this page."
        >
          <TokenInput />
        </Field>
        <Field name="email" label="Email" required>
          <Input type="email" autoComplete="username" dir="ltr" maxLength={254} />
        </Field>
        <Field name="password" label="Password" required help="At least 12 characters: a few words are fine.">
          <SecretInput />
        </Field>
        <Field
          name="workspace"
          label="Name of the workspace"
          required
          help="Your company or team, say. Projects, servers and members belong to it."
        >
          <Input autoComplete="organization" minLength={2} maxLength={60} />
        </Field>
        <SubmitButton>Set up</SubmitButton>
      </Form>
    </Entrance>
  );
}
