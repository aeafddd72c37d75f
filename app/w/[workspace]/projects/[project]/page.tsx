import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { Time } from "#app/_ui/time.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import { stepOf } from "#lib/wizard/steps.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";
import { Live } from "../../_live/live.tsx";
import { AppStatus } from "../_parts/app-status.tsx";
import { listAllApps } from "../_parts/list-all-apps.ts";
import { ProjectTabs } from "../_parts/project-tabs.tsx";

const door = "/w/[workspace]/projects/[project]";
type Props = PageOf<typeof door>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await openPage(door, params)).resource.name };
}

export default async function ProjectPage({ params }: Props) {
  const { actor, workspace, resource: project, stamp } = await openPage(door, params);
  const { slug } = workspace;
  const apps = await listAllApps(slug, project.id);
  const newApp = may(actor, "app.create", { projectId: project.id }) && (
    <LinkButton href={paths.newApp(slug, project.id)} variant="primary">
      New app
    </LinkButton>
  );
  return (
    <FramedPage crumbs={[{ label: "Projects", href: paths.projects(slug) }, { label: project.name }]}>
      <Live workspace={slug} stamp={stamp} />
      <PageHeader title={project.name} actions={apps.length > 0 && newApp} />
      <ProjectTabs actor={actor} workspace={slug} projectId={project.id} current="apps" />
      {apps.length > 0 ? (
        <Card flush>
          <Table caption="Apps" columns={columns(slug)} rows={apps} rowKey={({ id }) => id} />
        </Card>
      ) : (
        <EmptyState
          sentence="An app is a git repository that Devpilot puts live on one of your servers."
          action={newApp}
        />
      )}
    </FramedPage>
  );
}

function columns(workspace: string): Column<AppView>[] {
  return [
    {
      key: "name",
      title: "App",
      isName: true,
      cell: (app) => (
        <Link
          href={paths.app(workspace, app.id)}
          data-row-link=""
          dir="auto"
          className="rounded-sm font-medium break-words hover:underline"
        >
          {app.name}
        </Link>
      ),
    },
    {
      key: "state",
      title: "State",
      cell: (app) => (
        <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
          <AppStatus app={app} />
          {app.wizardStep !== null && <SetUpOpen workspace={workspace} app={app} step={app.wizardStep} />}
        </span>
      ),
    },
    { key: "release", title: "Live release", cell: ({ live }) => live && <Release live={live} /> },
    {
      key: "server",
      title: "Server",
      cell: ({ server }) => (
        <span dir="auto" className="break-words">
          {server.name}
        </span>
      ),
    },
    { key: "at", title: "Live since", cell: ({ live }) => live?.releasedAt && <Time at={live.releasedAt} focusable /> },
  ];
}

/** Leads on where its wizard was left. */
function SetUpOpen({ workspace, app, step }: { workspace: string; app: AppView; step: string }) {
  return (
    <Link
      href={paths.appWizard(workspace, app.id, stepOf(step))}
      className="rounded-sm text-accent underline underline-offset-2"
    >
      Set-up not finished: continue<span className="sr-only"> with {app.name}</span>
    </Link>
  );
}

function Release({ live }: { live: NonNullable<AppView["live"]> }) {
  return (
    <span className="grid">
      <span className="text-soft">
        #{live.number} · {live.tag ?? live.branch} <span className="font-mono text-sm">{live.commit?.slice(0, 7)}</span>
      </span>
      {live.commitMessage && (
        <span dir="auto" className="max-w-64 truncate text-sm text-soft">
          {live.commitMessage}
        </span>
      )}
    </span>
  );
}
