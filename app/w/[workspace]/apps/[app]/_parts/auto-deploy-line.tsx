import Link from "next/link";
import type { ReactNode } from "react";
import { Status } from "#app/_ui/status.tsx";
import { Time } from "#app/_ui/time.tsx";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import type { AutoDeployView } from "#lib/webhooks/view.ts";

type AutoDeployLineProps = { workspace: string; app: AppView; autoDeploy: AutoDeployView; mayChange: boolean };

/** In one line whether a push deploys this app, and when the last one was told of. */
export function AutoDeployLine({ workspace, app, autoDeploy, mayChange }: AutoDeployLineProps) {
  const { enabled, branch, webhook, reconcileProblem } = autoDeploy;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-lg border bg-raised px-4 py-3">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <State app={app} autoDeploy={autoDeploy} />
        <span className="min-w-0 break-words">
          {enabled ? (
            <>
              Deploys on push to <bdi className="font-medium">{branch}</bdi>
            </>
          ) : (
            "Pushes do not deploy this app"
          )}
        </span>
        {enabled && reconcileProblem && <span className="basis-full text-sm text-amber">{reconcileProblem}</span>}
      </div>
      <span className="flex flex-wrap gap-x-4 gap-y-1 text-soft">
        {webhook && (
          <LineLink href={paths.appDeliveries(workspace, app.id)}>
            {webhook.lastDeliveryAt ? (
              <>
                Last delivery <Time at={webhook.lastDeliveryAt} />
              </>
            ) : (
              "No delivery yet"
            )}
          </LineLink>
        )}
        {mayChange && (
          <LineLink href={`${paths.appSettings(workspace, app.id)}#auto-deploy`}>
            {enabled ? "Change" : "Switch on"}
            <span className="sr-only"> auto-deploy</span>
          </LineLink>
        )}
      </span>
    </div>
  );
}

function State({ app, autoDeploy }: { app: AppView; autoDeploy: AutoDeployView }) {
  if (!autoDeploy.enabled) return <Status of="inactive" word="Off" />;
  if (!app.isActive) return <Status of="inactive" word="Waits for the app to be active" />;
  if (autoDeploy.isPaused) return <Status of="suspended" word="Paused" />;
  return <Status of="active" word="On" />;
}

function LineLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="rounded-sm underline underline-offset-2 hover:text-ink">
      {children}
    </Link>
  );
}
