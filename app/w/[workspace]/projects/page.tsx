import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import type { ProjectView } from "#lib/projects/view.ts";
import { FramedPage } from "../_frame/framed-page.tsx";
import { Live } from "../_live/live.tsx";
import { AppStatus } from "./_parts/app-status.tsx";
import { listAllApps } from "./_parts/list-all-apps.ts";

export const metadata: Metadata = { title: "Projects" };

const shownApps = 8;

export default async function ProjectsPage({ params, searchParams }: PageOf<"/w/[workspace]/projects">) {
  const { actor, workspace, stamp } = await openPage("/w/[workspace]/projects", params, searchParams);
  const { slug } = workspace;
  const { cursor } = await searchParams;
  const [page, apps] = await Promise.all([see("projects.list", slug, cursor ? { cursor } : {}), listAllApps(slug)]);
  const newProject = may(actor, "project.create") && (
    <LinkButton href={paths.newProject(slug)} variant="primary">
      New project
    </LinkButton>
  );
  return (
    <FramedPage crumbs={[{ label: "Projects" }]}>
      <Live workspace={slug} stamp={stamp} />
      <PageHeader title="Projects" actions={page.data.length > 0 && newProject} />
      {page.data.length === 0 && (
        <EmptyState
          sentence={
            newProject
              ? "A project groups the apps that belong together: a shop and its API, say."
              : "You have no access to a project yet. Ask an Owner or Admin of the workspace for it."
          }
          action={newProject}
        />
      )}
      {page.data.map((project) => (
        <ProjectCard
          key={project.id}
          workspace={slug}
          project={project}
          apps={apps.filter((app) => app.project.id === project.id)}
        />
      ))}
      <LooseApps
        workspace={slug}
        apps={apps.filter((app) => !page.data.some(({ id }) => id === app.project.id))}
        isShown={!may(actor, "project.create")}
      />
      <Pagination
        label="Pages of projects"
        firstHref={cursor ? paths.projects(slug) : null}
        nextHref={page.nextCursor && `${paths.projects(slug)}?cursor=${page.nextCursor}`}
      />
    </FramedPage>
  );
}

type ProjectCardProps = { workspace: string; project: ProjectView; apps: readonly AppView[] };

function ProjectCard({ workspace, project, apps }: ProjectCardProps) {
  const href = paths.project(workspace, project.id);
  return (
    <Card
      flush
      title={
        <Link href={href} dir="auto" data-row-link="" className="rounded-sm break-words hover:underline">
          {project.name}
        </Link>
      }
      actions={<span className="text-sm text-soft">{countWords(apps.length)}</span>}
    >
      <AppRows workspace={workspace} apps={apps.slice(0, shownApps)} />
      {apps.length > shownApps && (
        <p className="border-t px-4 py-2.5">
          <Link href={href} className="rounded-sm text-soft hover:text-ink hover:underline">
            Show all {apps.length}
          </Link>
        </p>
      )}
      {apps.length === 0 && <p className="px-4 py-3 text-soft">No apps yet.</p>}
    </Card>
  );
}

/** Apps that were given to a Member one by one, without their project. */
function LooseApps({ workspace, apps, isShown }: { workspace: string; apps: readonly AppView[]; isShown: boolean }) {
  if (!isShown || apps.length === 0) return null;
  return (
    <Card flush title="Apps">
      <AppRows workspace={workspace} apps={apps} />
    </Card>
  );
}

function AppRows({ workspace, apps }: { workspace: string; apps: readonly AppView[] }) {
  return (
    <ul>
      {apps.map((app) => (
        <li key={app.id} className="border-b last:border-b-0">
          <Link
            href={paths.app(workspace, app.id)}
            data-row-link=""
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5 -outline-offset-2 hover:bg-hover"
          >
            <span dir="auto" className="min-w-0 truncate font-medium">
              {app.name}
            </span>
            <AppStatus app={app} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function countWords(count: number): string {
  return count === 1 ? "1 app" : `${count} apps`;
}
