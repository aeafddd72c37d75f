import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { SettingsPage } from "./_parts/settings-page.tsx";
import { renameWorkspace } from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function GeneralSettingsPage({ params }: PageOf<"/w/[workspace]/settings">) {
  const { actor, workspace } = await openPage("/w/[workspace]/settings", params);
  return (
    <SettingsPage actor={actor} workspace={workspace} tab="general">
      <div className="max-w-2xl">
        <Card title="Name">
          <Form action={renameWorkspace.bind(null, workspace.slug)}>
            <Field
              name="name"
              label="Name of the workspace"
              required
              help={`2 to 60 characters. Its address, /w/${workspace.slug}, stays as it is, so that links go on working.`}
            >
              <Input defaultValue={workspace.name} autoComplete="off" minLength={2} maxLength={60} />
            </Field>
            <div className="flex items-center gap-3">
              <SubmitButton>Save</SubmitButton>
              <SavedMark />
            </div>
          </Form>
        </Card>
      </div>
    </SettingsPage>
  );
}
