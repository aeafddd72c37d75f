import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import type { ServerView } from "#lib/servers/view.ts";
import { setRunAsUsers } from "../../../actions.ts";

export function RunAsUsers({ workspace, server }: { workspace: string; server: ServerView }) {
  return (
    <Card title="Users that hooks may run as">
      <Form action={setRunAsUsers.bind(null, { workspace, server: server.id })}>
        <Field
          name="runAsUsers"
          label="Users besides the SSH user"
          help={`One on each line. Hooks run as ${server.username} unless they name one of these, which takes sudo without a password. root is off unless it is in this list.`}
        >
          <Textarea mono dir="ltr" rows={4} autoComplete="off" defaultValue={server.runAsUsers.join("\n")} />
        </Field>
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      </Form>
    </Card>
  );
}
