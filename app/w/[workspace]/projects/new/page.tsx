import type { Metadata } from "next";
import { Field } from "#app/_ui/field.tsx";
import { Form, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";
import { createProject } from "../actions.ts";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage({ params }: PageOf<"/w/[workspace]/projects/new">) {
  const { workspace } = await openPage("/w/[workspace]/projects/new", params);
  const back = paths.projects(workspace.slug);
  return (
    <FramedPage width="reading" crumbs={[{ label: "Projects", href: back }, { label: "New project" }]}>
      <PageHeader title="New project" summary="A project groups the apps that belong together." />
      <Form action={createProject.bind(null, workspace.slug)}>
        <Field name="name" label="Name" required help="3 to 255 characters.">
          <Input autoComplete="off" minLength={3} maxLength={255} />
        </Field>
        <div className="flex gap-2">
          <SubmitButton>Make the project</SubmitButton>
          <LinkButton href={back} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </Form>
    </FramedPage>
  );
}
