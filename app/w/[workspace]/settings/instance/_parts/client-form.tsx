import type { ReactNode } from "react";
import { Code } from "#app/_ui/code.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { SecretInput } from "#app/_ui/secret-input.tsx";
import { putClient } from "../actions.ts";
import type { Provider } from "./client-card.tsx";

/** Two steps on the host, and what it gave in return. */
export function ClientForm({ workspace, provider }: { workspace: string; provider: Provider }) {
  const { title, home, isSelfHosted, callbackUrl, registerUrl, registerHint } = provider;
  return (
    <div className="grid gap-5">
      <ol className="grid list-decimal gap-3 ps-5 marker:text-faint">
        <li>
          Open{" "}
          <a
            href={registerUrl}
            target="_blank"
            rel="noreferrer"
            className="rounded-sm break-all text-accent underline underline-offset-2"
          >
            {registerUrl}
          </a>
          {isSelfHosted && <Soft>, or the same page on a {title} of your own</Soft>}.
        </li>
        <li>
          <p className="mb-1.5">{registerHint}</p>
          <Code copyName={`the callback URL for ${title}`} wrap>
            {callbackUrl}
          </Code>
        </li>
        <li>Copy what {title} shows then into these fields.</li>
      </ol>
      <Form action={putClient.bind(null, workspace, provider.provider)}>
        {isSelfHosted && (
          <Field name="origin" label="Host" required help={`${home}, or the address of your own.`}>
            <Input mono dir="ltr" type="url" inputMode="url" autoComplete="off" maxLength={255} defaultValue={home} />
          </Field>
        )}
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field name="clientId" label="Client ID" required>
            <Input mono dir="ltr" autoComplete="off" maxLength={255} />
          </Field>
          <Field name="clientSecret" label="Client secret" required>
            <SecretInput />
          </Field>
        </div>
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      </Form>
    </div>
  );
}

function Soft({ children }: { children: ReactNode }) {
  return <span className="text-soft">{children}</span>;
}
