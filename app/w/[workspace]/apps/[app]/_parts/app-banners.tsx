import type { ReactNode } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import { stepOf, wizardSteps } from "#lib/wizard/steps.ts";
import { missingTitle } from "../../_parts/missing-title.ts";
import { DeployKey } from "../../_parts/deploy-key.tsx";
import { ActionButton } from "../../_parts/action-button.tsx";
import { resumeAutoDeploy, setActive } from "../../actions.ts";

type AppBannersProps = { actor: Actor; workspace: string; app: AppView };

/** What stands between this app and its next release, each with what mends it. */
export function AppBanners({ actor, workspace, app }: AppBannersProps) {
  const { server, source } = app;
  const mayChange = may(actor, "app.update", { projectId: app.project.id, appId: app.id });
  const serverLink = may(actor, "server.view", { serverId: server.id }) && (
    <LinkButton href={paths.server(workspace, server.id)}>Open the server</LinkButton>
  );
  return (
    <>
      {app.wizardStep !== null && mayChange && <SetUpOpen workspace={workspace} app={app} step={app.wizardStep} />}
      <LatestFailed workspace={workspace} app={app} />
      {server.connection === "host_key_changed" && (
        <Banner kind="danger" title={<>The host key of {server.name} has changed</>} action={serverLink}>
          Nothing is deployed there until an Admin has confirmed the new one.
        </Banner>
      )}
      {server.connection === "unreachable" && (
        <Banner kind="warn" title={<>{server.name} did not answer lately</>} action={serverLink}>
          A deployment waits until it is back, or fails. What is live there stays as it is.
        </Banner>
      )}
      {source.problem && (
        <Banner
          kind="warn"
          title={missingTitle(source)}
          action={<Mend actor={actor} workspace={workspace} app={app} mayChange={mayChange} />}
        >
          {source.problem} Until then nothing can be fetched from {source.repositoryUrl}; what is live stays live.
        </Banner>
      )}
      {!source.needsCredentials && source.publicKey && !app.latest && (
        <Banner title="Add the deploy key before the first deployment">
          <DeployKey publicKey={source.publicKey} />
        </Banner>
      )}
      {app.autoDeployPausedAt && (
        <Banner title="Auto-deploy is paused" action={mayChange && <Resume workspace={workspace} app={app.id} />}>
          Since the rollback <Time at={app.autoDeployPausedAt} focusable />, pushes do not deploy this app, so that none
          undoes it unseen.
        </Banner>
      )}
      {!app.isActive && (
        <Banner title="This app is inactive" action={mayChange && <Activate workspace={workspace} app={app.id} />}>
          Pushes and schedules do not deploy it. You still can, by hand.
        </Banner>
      )}
    </>
  );
}

type SetUpOpenProps = { workspace: string; app: AppView; step: string };

/** Its wizard was left in the middle: nothing of it is lost. */
function SetUpOpen({ workspace, app: { id }, step }: SetUpOpenProps) {
  return (
    <Banner
      title="Set-up not finished"
      action={
        <LinkButton href={paths.appWizard(workspace, id, stepOf(step))} variant="primary">
          Continue
        </LinkButton>
      }
    >
      What was entered so far is kept; next comes &ldquo;{wizardSteps[stepOf(step)].title}&rdquo;.
    </Banner>
  );
}

/** Above the fold: that the last try did not become what visitors see. */
function LatestFailed({ workspace, app: { latest, live } }: { workspace: string; app: AppView }) {
  if (latest?.status !== "failed") return null;
  const isLive = latest.id === live?.id;
  return (
    <Banner
      kind={isLive ? "warn" : "danger"}
      title={isLive ? `#${latest.number} is live with warnings` : `#${latest.number} failed`}
      action={<LinkButton href={paths.deployment(workspace, latest.id)}>Read its log</LinkButton>}
    >
      {latest.reason}
      {!isLive && (live ? `. What #${live.number} released is still live.` : ". Nothing is live yet.")}
    </Banner>
  );
}

type MendProps = AppBannersProps & { mayChange: boolean };

/** An account is reconnected where it stands; whatever else is missing is given in the app's own settings. */
function Mend({ actor, workspace, app: { id, source }, mayChange }: MendProps): ReactNode {
  const { access, integration } = source;
  if (integration?.state === "needs_reconnecting" && may(actor, "integration.manage")) {
    return <LinkButton href={paths.integration(workspace, integration.id)}>Reconnect</LinkButton>;
  }
  if (!mayChange) return null;
  const words = access === "integration" ? "Choose another account" : "Give them";
  return <LinkButton href={paths.appSettings(workspace, id)}>{words}</LinkButton>;
}

type OfApp = { workspace: string; app: string };

function Resume({ workspace, app }: OfApp): ReactNode {
  return <ActionButton action={resumeAutoDeploy.bind(null, workspace, app)}>Resume</ActionButton>;
}

function Activate({ workspace, app }: OfApp): ReactNode {
  return <ActionButton action={setActive.bind(null, workspace, app, true)}>Make it active</ActionButton>;
}
