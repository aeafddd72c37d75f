import type { ReactNode } from "react";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../_frame/framed-page.tsx";
import { WizardStepper } from "../../_parts/wizard-stepper.tsx";
import type { Chosen } from "./chosen.ts";
import type { Offered } from "./offered.ts";

type NewAppPageProps = {
  actor: Actor;
  workspace: string;
  chosen: Chosen;
  offered: Offered;
  step: 0 | 1 | 2;
  children: ReactNode;
};

/** The frame of the three steps before there is an app, or what has to be there before the first of them. */
export function NewAppPage({ actor, workspace, chosen, offered, step, children }: NewAppPageProps) {
  const { project, projects, servers } = offered;
  return (
    <FramedPage
      crumbs={[
        { label: "Projects", href: paths.projects(workspace) },
        ...(project ? [{ label: project.name, href: paths.project(workspace, project.id) }] : []),
        { label: "New app" },
      ]}
    >
      <PageHeader title="New app" summary="A git repository that Devpilot puts live on one of your servers." />
      {projects.length === 0 ? (
        <Missing
          sentence="An app belongs to a project. Make one first."
          otherwise="You may not make an app in any project yet. Ask an Owner or Admin of the workspace."
          label="New project"
          href={may(actor, "project.create") ? paths.newProject(workspace) : null}
        />
      ) : servers.length === 0 ? (
        <Missing
          sentence="An app lives on a server. Connect one first."
          otherwise="No server was given to you yet. Ask an Owner or Admin of the workspace for one."
          label="Connect a server"
          href={may(actor, "server.create") ? paths.newServer(workspace) : null}
        />
      ) : (
        <>
          <WizardStepper current={step} hrefs={reachedHrefs(workspace, chosen)} />
          <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
        </>
      )}
    </FramedPage>
  );
}

function reachedHrefs(workspace: string, chosen: Chosen): (string | null)[] {
  return [
    paths.newAppAccount(workspace, chosen),
    chosen.project && paths.newAppRepository(workspace, chosen),
    chosen.repository && paths.newAppBranch(workspace, chosen),
  ].map((href) => href || null);
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
