"use client";

import { useState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Code } from "#app/_ui/code.tsx";
import { Field } from "#app/_ui/field.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Select } from "#app/_ui/select.tsx";

type Made = { name: string; token: string };

type NewKeyProps = {
  scopes: readonly { name: string; help: string }[];
  makeKey: (previous: FormState | null, form: FormData) => Promise<FormState & { value?: Made }>;
  backHref: string;
};

const lifetimes = [
  { value: "30", label: "in 30 days" },
  { value: "90", label: "in 90 days" },
  { value: "365", label: "in a year" },
  { value: "", label: "never" },
];

/** The form, and in its place the key that it made: there is no other time to see it. */
export function NewKey({ scopes, makeKey, backHref }: NewKeyProps) {
  const [made, setMade] = useState<Made | null>(null);
  if (made) return <MadeKey {...made} backHref={backHref} />;

  async function make(previous: FormState | null, form: FormData): Promise<FormState> {
    const { value, ...state } = await makeKey(previous, form);
    if (value) setMade(value);
    return state;
  }

  return (
    <Card title="New API key">
      <Form action={make}>
        <Field name="name" label="Name" required help="What uses it: “Nightly build”, say.">
          <Input autoComplete="off" maxLength={100} />
        </Field>
        <Field name="scopes" label="What it may do" group required>
          <div className="grid gap-3">
            {scopes.map(({ name, help }) => (
              <Checkbox
                key={name}
                name="scopes"
                value={name}
                label={<code>{name}</code>}
                help={help}
                defaultChecked={name === "read"}
              />
            ))}
          </div>
        </Field>
        <Field name="expiresAt" label="It ends" help="A key acts for you: it never may more than you may yourself.">
          <Select options={lifetimes} defaultValue="90" />
        </Field>
        <div className="flex gap-2">
          <SubmitButton>Make the key</SubmitButton>
          <LinkButton href={backHref} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </Form>
    </Card>
  );
}

function MadeKey({ name, token, backHref }: Made & { backHref: string }) {
  return (
    <div className="grid gap-4">
      <Banner kind="warn" title="Copy this key now">
        It is shown this once. Devpilot keeps no copy that could show it again.
      </Banner>
      <Card title={<bdi>{name}</bdi>}>
        <div className="grid gap-4">
          <Code copyName="the API key" wrap>
            {token}
          </Code>
          <div>
            <LinkButton href={backHref}>Done</LinkButton>
          </div>
        </div>
      </Card>
    </div>
  );
}
