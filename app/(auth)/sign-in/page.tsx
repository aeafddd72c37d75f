import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { localPath } from "#lib/access/local-path.ts";
import { currentUser } from "#lib/access/session.ts";
import { hasUsers } from "#lib/access/setup-token.ts";
import { paths } from "#lib/paths.ts";
import { Entrance } from "../_parts/entrance.tsx";
import { signIn } from "../actions.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = localPath([(await searchParams).next].flat()[0]);
  if (!(await hasUsers())) redirect(paths.setUp());
  if (await currentUser()) redirect(next ?? paths.home());
  return (
    <Entrance title="Sign in">
      <Form action={signIn.bind(null, next)} guard={false}>
        <Field name="email" label="Email" required>
          <Input type="email" autoComplete="username" dir="ltr" maxLength={254} />
        </Field>
        <Field name="password" label="Password" required>
          <Input type="password" autoComplete="current-password" dir="ltr" maxLength={256} />
        </Field>
        <SubmitButton>Sign in</SubmitButton>
      </Form>
    </Entrance>
  );
}
