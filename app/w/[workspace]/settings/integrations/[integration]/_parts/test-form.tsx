import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { DoneMark } from "../../_parts/done-mark.tsx";
import { testRepository } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

/** Tries a stored credential with a repository of the host. */
export function TestForm(about: About) {
  return (
    <Form action={testRepository.bind(null, targetOf(about))} guard={false}>
      <Field name="repositoryUrl" label="Repository to test with" required>
        <Input
          mono
          dir="ltr"
          autoComplete="off"
          maxLength={2048}
          defaultValue={about.integration.repositoryUrl ?? ""}
        />
      </Field>
      <div className="flex items-center gap-3">
        <SubmitButton variant="secondary">Test</SubmitButton>
        <DoneMark words="It works." />
      </div>
    </Form>
  );
}
