import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { renameIntegration } from "../../actions.ts";
import { type About, targetOf } from "./about.ts";

export function NameCard(about: About) {
  return (
    <Card title="Name">
      <Form action={renameIntegration.bind(null, targetOf(about))}>
        <Field
          name="name"
          label="Name of the integration"
          required
          help="How it is called here, and when an app's source is chosen."
        >
          <Input autoComplete="off" maxLength={100} defaultValue={about.integration.name} />
        </Field>
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      </Form>
    </Card>
  );
}
