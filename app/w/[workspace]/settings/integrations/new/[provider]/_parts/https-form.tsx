import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { paths } from "#lib/paths.ts";
import { BasicFields } from "../../../_parts/basic-fields.tsx";
import { connectOverHttps } from "../../../actions.ts";
import type { ConnectProps } from "./connect-props.ts";

export function HttpsForm({ workspace }: ConnectProps) {
  return (
    <Form action={connectOverHttps.bind(null, workspace)}>
      <Field name="name" label="Name" required help="How you call it: the host's name, say.">
        <Input autoComplete="off" maxLength={100} />
      </Field>
      <Field
        name="repositoryUrl"
        label="URL of a repository"
        required
        help="Any repository that the account may read, as git clone takes it. Devpilot asks it for its branches, to see that the credentials work; they are then used for every repository of this host, and for no other host."
      >
        <Input mono dir="ltr" autoComplete="off" maxLength={2048} placeholder="https://git.example.com/acme/shop.git" />
      </Field>
      <BasicFields />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Check and connect</SubmitButton>
        <LinkButton href={paths.integrations(workspace)} variant="ghost">
          Cancel
        </LinkButton>
      </div>
    </Form>
  );
}
