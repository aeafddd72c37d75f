import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Form, SavedMark, SubmitButton } from "#app/_ui/form.tsx";
import { Input } from "#app/_ui/input.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../_frame/framed-page.tsx";
import { removeProject, renameProject } from "../../actions.ts";
import { ProjectTabs } from "../../_parts/project-tabs.tsx";

const door = "/w/[workspace]/projects/[project]/settings";
type Props = PageOf<typeof door>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Settings · ${(await openPage(door, params)).resource.name}` };
}

export default async function ProjectSettingsPage({ params }: Props) {
  const { actor, workspace, resource } = await openPage(door, params);
  const { slug } = workspace;
  const project = await see("projects.find", slug, { project: resource.id });
  const crumbs = [
    { label: "Projects", href: paths.projects(slug) },
    { label: project.name, href: paths.project(slug, project.id) },
    { label: "Settings" },
  ];
  return (
    <FramedPage crumbs={crumbs}>
      <PageHeader title={project.name} />
      <ProjectTabs actor={actor} workspace={slug} projectId={project.id} current="settings" />
      <div className="grid max-w-2xl gap-6">
        <Card title="Name">
          <Form action={renameProject.bind(null, slug, project.id)}>
            <Field name="name" label="Name of the project" required help="3 to 255 characters.">
              <Input defaultValue={project.name} autoComplete="off" minLength={3} maxLength={255} />
            </Field>
            <div className="flex items-center gap-3">
              <SubmitButton>Save</SubmitButton>
              <SavedMark />
            </div>
          </Form>
        </Card>
        {may(actor, "project.remove", { projectId: project.id }) && (
          <RemoveProject workspace={slug} project={project} />
        )}
      </div>
    </FramedPage>
  );
}

type RemoveProjectProps = { workspace: string; project: { id: string; name: string; appCount: number } };

function RemoveProject({ workspace, project: { id, name, appCount } }: RemoveProjectProps) {
  const reason = appCount === 1 ? "It still has an app." : appCount > 1 ? `It still has ${appCount} apps.` : null;
  return (
    <Card title="Remove this project">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="min-w-0 flex-1 basis-60 text-soft">
          {reason ? `${reason} Remove what is in it first.` : "It is empty. Its activity stays."}
        </p>
        <ConfirmButton
          label="Remove the project"
          title={`Remove the project ${name}?`}
          disabledReason={reason}
          action={removeProject.bind(null, workspace, id)}
        >
          <p>It is empty, so nothing goes with it. What was done in it stays in the activity.</p>
        </ConfirmButton>
      </div>
    </Card>
  );
}
