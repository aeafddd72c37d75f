import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Stepper } from "#app/_ui/stepper.tsx";
import { paths } from "#lib/paths.ts";
import { connectOverSsh } from "../../../actions.ts";
import { sshSteps } from "../../../_parts/ssh-steps.ts";
import type { ConnectProps } from "./connect-props.ts";

/** Which host; its key pair is made with it, and shown on the page that follows. */
export function SshForm({ workspace }: ConnectProps) {
  return (
    <>
      <Stepper label="Connect Git over SSH" steps={sshSteps} current={0} />
      <Form action={connectOverSsh.bind(null, workspace)}>
        <Field name="name" label="Name" required help="How you call it: the host's name, say.">
          <Input autoComplete="off" maxLength={100} />
        </Field>
        <Field
          name="repositoryUrl"
          label="SSH URL of a repository"
          required
          help="As git clone takes it. With it Devpilot will test that its key is let in."
        >
          <Input mono dir="ltr" autoComplete="off" maxLength={2048} placeholder="git@git.example.com:acme/shop.git" />
        </Field>
        <div className="flex flex-wrap gap-2">
          <SubmitButton>Make the key pair</SubmitButton>
          <LinkButton href={paths.integrations(workspace)} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
