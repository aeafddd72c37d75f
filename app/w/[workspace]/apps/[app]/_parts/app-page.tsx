import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonLook } from "#app/_ui/button-look.ts";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Status } from "#app/_ui/status.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { platformOf } from "#lib/platforms/index.ts";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../_frame/framed-page.tsx";
import { Live } from "../../../_live/live.tsx";
import { statusOf } from "../../../deployments/_parts/words.ts";
import { missingTitle } from "../../_parts/missing-title.ts";
import { DeployButton } from "./deploy-button.tsx";
import { appTabs, type AppTabName } from "./tabs.ts";

type AppPageProps = {
  actor: Actor;
  workspace: string;
  app: AppView;
  /** Of the opened page. */
  stamp: string;
  tab: AppTabName;
  /** What is open below the tab, as the way there names it. */
  crumb?: string;
  /** Stays as it was read, and deploys by a button of its own: nothing changes under the reader's eyes. */
  isStill?: boolean;
  children: ReactNode;
};

/** What every page of an app begins with: its name and state, where it runs, Visit and Deploy, and its tabs. */
export function AppPage({ actor, workspace, app, stamp, tab, crumb, isStill, children }: AppPageProps) {
  const tabs = appTabs(actor, workspace, app);
  const here = tabs.find(({ name }) => name === tab);
  return (
    <FramedPage
      crumbs={[
        { label: "Projects", href: paths.projects(workspace) },
        ...(may(actor, "project.view", { projectId: app.project.id })
          ? [{ label: app.project.name, href: paths.project(workspace, app.project.id) }]
          : []),
        { label: app.name, href: paths.app(workspace, app.id) },
        ...(tab === "overview" || !here ? [] : [{ label: here.label, ...(crumb && { href: here.href }) }]),
        ...(crumb ? [{ label: crumb }] : []),
      ]}
    >
      <PageHeader
        title={app.name}
        status={<AppState app={app} />}
        summary={<Place actor={actor} workspace={workspace} app={app} />}
        actions={
          <>
            {app.siteUrl && <Visit url={app.siteUrl} />}
            {!isStill && may(actor, "app.deploy", { projectId: app.project.id, appId: app.id }) && (
              <DeployButton
                workspace={workspace}
                app={{ id: app.id, name: app.name, branch: app.source.branch }}
                disabledReason={whyNotDeploy(app)}
              />
            )}
          </>
        }
      />
      <Tabs label={`Pages of ${app.name}`} tabs={tabs} current={here?.href ?? ""} />
      {children}
      {!isStill && <Live workspace={workspace} stamp={stamp} />}
    </FramedPage>
  );
}

function AppState({ app: { isActive, live } }: { app: AppView }) {
  return (
    <>
      {live && <Status look="pill" {...statusOf({ ...live, isLive: true })} />}
      {!isActive && <Status look="pill" of="inactive" />}
    </>
  );
}

function Place({ actor, workspace, app }: { actor: Actor; workspace: string; app: AppView }) {
  const { id, name } = app.server;
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      {platformOf(app.platform).title}
      <span aria-hidden>·</span>
      {may(actor, "server.view", { serverId: id }) ? (
        <Link href={paths.server(workspace, id)} dir="auto" className="rounded-sm break-words hover:underline">
          {name}
        </Link>
      ) : (
        <span dir="auto">{name}</span>
      )}
      <span aria-hidden>·</span>
      <span className="font-mono text-sm break-all">{app.projectPath}</span>
    </p>
  );
}

function Visit({ url }: { url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" className={buttonLook()}>
      <ExternalLink aria-hidden /> Visit
    </a>
  );
}

function whyNotDeploy({ server, source }: AppView): string | null {
  if (server.connection === "host_key_changed") return `The host key of ${server.name} has changed`;
  return source.needsCredentials ? missingTitle(source) : null;
}
