import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import type { ServerView } from "#lib/servers/view.ts";
import { updateServer } from "../../../actions.ts";

export function AddressSettings({ workspace, server }: { workspace: string; server: ServerView }) {
  return (
    <Card title="Name and address">
      <Form action={updateServer.bind(null, { workspace, server: server.id })}>
        <Field name="name" label="Name" required>
          <Input defaultValue={server.name} autoComplete="off" maxLength={255} />
        </Field>
        <div className="grid items-start gap-x-3 gap-y-5 sm:grid-cols-[minmax(0,1fr)_7rem]">
          <Field
            name="host"
            label="Host"
            required
            help="The machine at the new address has to show the host key that was confirmed."
          >
            <Input mono dir="ltr" defaultValue={server.host} autoComplete="off" maxLength={253} />
          </Field>
          <Field name="port" label="SSH port" required>
            <Input type="number" inputMode="numeric" min={1} max={65_535} defaultValue={server.port} />
          </Field>
        </div>
        <div className="flex items-center gap-3">
          <SubmitButton>Save</SubmitButton>
          <SavedMark />
        </div>
      </Form>
    </Card>
  );
}
