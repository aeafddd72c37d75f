"use client";

import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Select, type SelectOption } from "#app/_ui/select.tsx";
import { choosePlatform } from "../actions.ts";
import type { Target } from "./step-props.ts";

type ChoosePlatformProps = {
  target: Target;
  platforms: readonly SelectOption[];
  directory: string;
  /** Nobody but a person can tell. */
  isWanted: boolean;
};

/** For who knows better. */
export function ChoosePlatform({ target, platforms, directory, isWanted }: ChoosePlatformProps) {
  return (
    <Card title={isWanted ? "What is it?" : "Something else?"}>
      <Form action={choosePlatform.bind(null, target)} guard={false}>
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field name="platform" label="Platform" required help="It only proposes commands, which you can change.">
            <Select placeholder="Choose a platform" options={platforms} />
          </Field>
          <Field name="directory" label="Directory" help="Where in the repository the app is. Empty for all of it.">
            <Input mono dir="ltr" autoComplete="off" key={directory} defaultValue={directory} />
          </Field>
        </div>
        <div>
          <SubmitButton variant="secondary">Use this platform</SubmitButton>
        </div>
      </Form>
    </Card>
  );
}
