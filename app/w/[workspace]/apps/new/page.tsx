import type { Metadata } from "next";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";
import { platformChoices, projectChoices, serverChoices } from "../_parts/choices.ts";
import { NewAppForm } from "./_parts/new-app-form.tsx";

export const metadata: Metadata = { title: "New app" };

export default async function NewAppPage({ params, searchParams }: PageOf<"/w/[workspace]/apps/new">) {
  const { actor, workspace } = await openPage("/w/[workspace]/apps/new", params, searchParams);
  const { slug } = workspace;
  const [projects, servers, { project }] = await Promise.all([
    projectChoices(actor, slug),
    serverChoices(actor, slug),
    searchParams,
  ]);
  const asked = projects.find(({ id }) => id === project) ?? (projects.length === 1 ? projects[0] : undefined);
  const accounts = asked ? (await look("integrations.usable", slug, { project: asked.id })).data : [];
  const back = asked ? paths.project(slug, asked.id) : paths.projects(slug);
  return (
    <FramedPage
      width="reading"
      crumbs={[
        { label: "Projects", href: paths.projects(slug) },
        ...(asked ? [{ label: asked.name, href: back }] : []),
        { label: "New app" },
      ]}
    >
      <PageHeader title="New app" summary="A git repository that Devpilot puts live on one of your servers." />
      {projects.length === 0 && (
        <Missing
          sentence="An app belongs to a project. Make one first."
          otherwise="You may not make an app in any project yet. Ask an Owner or Admin of the workspace."
          label="New project"
          href={may(actor, "project.create") ? paths.newProject(slug) : null}
        />
      )}
      {projects.length > 0 && servers.length === 0 && (
        <Missing
          sentence="An app lives on a server. Connect one first."
          otherwise="No server was given to you yet. Ask an Owner or Admin of the workspace for one."
          label="Connect a server"
          href={may(actor, "server.create") ? paths.newServer(slug) : null}
        />
      )}
      {projects.length > 0 && servers.length > 0 && (
        <NewAppForm
          workspace={slug}
          projects={projects}
          project={asked?.id ?? ""}
          servers={servers}
          platforms={platformChoices}
          accounts={accounts}
          mayManage={may(actor, "integration.manage")}
          back={back}
        />
      )}
    </FramedPage>
  );
}

type MissingProps = { sentence: string; otherwise: string; label: string; href: string | null };

function Missing({ sentence, otherwise, label, href }: MissingProps) {
  return (
    <EmptyState
      sentence={href ? sentence : otherwise}
      action={
        href && (
          <LinkButton href={href} variant="primary">
            {label}
          </LinkButton>
        )
      }
    />
  );
}
