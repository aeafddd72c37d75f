import type { ReactNode } from "react";
import { Card } from "#app/_ui/card.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { Status } from "#app/_ui/status.tsx";
import type { StatusName } from "#app/_ui/status-table.ts";
import { paths } from "#lib/paths.ts";
import { wizardSteps } from "#lib/wizard/steps.ts";
import type { OverviewView } from "#lib/workspaces/overview.ts";
import { statusOf } from "../deployments/_parts/words.ts";

type NeedsPersonProps = OverviewView["needsPerson"] & { workspace: string };

interface Need {
  key: string;
  status: StatusName;
  /** In place of the status's own. */
  word?: string;
  name: ReactNode;
  why: string;
  button: string;
  href: string;
}

/** What does not go on by itself, each with the button that leads to where it is mended. */
export function NeedsPerson(props: NeedsPersonProps) {
  const needs = needsOf(props);
  if (needs.length === 0) return null;
  return (
    <Card title="Needs you" flush>
      <ul>
        {needs.map((need) => (
          <li key={need.key} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
            <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
                <bdi className="font-medium break-words">{need.name}</bdi>
                <Status of={need.status} word={need.word} />
              </p>
              <p className="break-words text-soft">{need.why}</p>
            </div>
            <LinkButton href={need.href}>{need.button}</LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function needsOf({ workspace, failed, unhealthy, servers, integrations, inSetUp }: NeedsPersonProps): Need[] {
  return [
    ...servers.map(({ id, name, connection, connectionReason }) => ({
      key: id,
      status: connection,
      name,
      why: connectionReason ?? serverWords[connection] ?? "",
      button: connection === "host_key_changed" ? "Check the host key" : "Look at the server",
      href: paths.server(workspace, id),
    })),
    ...integrations.map(({ id, name, title, stateReason }) => ({
      key: id,
      status: "needs_reconnecting" as const,
      name,
      why: stateReason ?? `${title} lets this account in no more.`,
      button: "Reconnect",
      href: paths.integration(workspace, id),
    })),
    ...failed.map((deployment) => ({
      key: deployment.id,
      status: statusOf(deployment).of,
      name: `${deployment.app.name} #${deployment.number}`,
      why: deployment.reason ?? "The deployment failed.",
      button: "See what failed",
      href: paths.deployment(workspace, deployment.id),
    })),
    ...unhealthy.filter(isNotAmong(failed)).map((deployment) => ({
      key: `${deployment.id} health`,
      status: "unhealthy" as const,
      name: `${deployment.app.name} #${deployment.number}`,
      why: deployment.healthDetail ?? "The live release does not answer its health check.",
      button: "Look at the app",
      href: paths.app(workspace, deployment.app.id),
    })),
    ...inSetUp.map(({ id, name, step }) => ({
      key: `${id} set-up`,
      status: "pending" as const,
      word: "Set-up not finished",
      name,
      why: `What was entered is kept. Next comes “${wizardSteps[step].title}”.`,
      button: "Continue",
      href: paths.appWizard(workspace, id, step),
    })),
  ];
}

/** Said once: what is live with warnings may be unhealthy too. */
function isNotAmong(others: readonly { id: string }[]): (one: { id: string }) => boolean {
  return ({ id }) => !others.some((other) => other.id === id);
}

const serverWords: Record<string, string> = {
  unreachable: "It does not answer.",
  host_key_changed: "It shows another host key than before: nothing is sent to it until an Admin confirms the new one.",
};
