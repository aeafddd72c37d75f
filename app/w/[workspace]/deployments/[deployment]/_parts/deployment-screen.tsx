"use client";

import { useEffect } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { LogView } from "#app/_ui/log-view/log-view.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Progress } from "#app/_ui/progress.tsx";
import { statusTable } from "#app/_ui/status-table.ts";
import { Status } from "#app/_ui/status.tsx";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import type { StepView } from "#lib/deployments/view.ts";
import { paths } from "#lib/paths.ts";
import type { LogChunk } from "#lib/runs/read-log.ts";
import { statusOf } from "../../_parts/words.ts";
import { DeploymentActions } from "./deployment-actions.tsx";
import { FailurePanel } from "./failure-panel.tsx";
import { Rail } from "./rail.tsx";
import { Story } from "./story.tsx";
import { type Connection, useDeployment } from "./use-deployment.ts";

type DeploymentScreenProps = {
  workspace: string;
  first: DeploymentDetail;
  firstLines: readonly LogChunk[];
};

/** A deployment as it runs: what happened in one line, its steps on a common scale, and the log beside them. */
export function DeploymentScreen({ workspace, first, firstLines }: DeploymentScreenProps) {
  const { deployment, connection, store } = useDeployment(workspace, first, firstLines);
  const isOpen = deployment.status === "pending" || deployment.status === "processing";
  const face = statusOf(deployment);
  const title = `${statusTable[face.of].glyph} #${deployment.number} · ${deployment.app.name} · Devpilot`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <PageHeader
        title={`#${deployment.number} · ${deployment.app.name}`}
        status={<Status {...face} look="pill" />}
        summary={<Story deployment={deployment} />}
        actions={<DeploymentActions workspace={workspace} deployment={deployment} />}
      />
      <ConnectionBanner connection={connection} />
      <Reason deployment={deployment} />
      {isOpen && (
        <Progress label={`Progress of deployment ${deployment.number}`} percent={deployment.progress} tone="blue" />
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr]">
        <Failures steps={deployment.steps} />
        <div className="min-w-0 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Rail deployment={deployment} />
        </div>
        <div className="h-[calc(100dvh-16rem)] min-h-96 lg:col-start-2">
          <LogView
            store={store}
            label={`Log of deployment ${deployment.number}`}
            isLive={isOpen}
            downloadHref={paths.deploymentLog(workspace, deployment.id)}
          />
        </div>
      </div>
    </>
  );
}

/** Above the log, and on a narrow screen above the steps as well: what is wrong comes first. */
function Failures({ steps }: { steps: readonly StepView[] }) {
  const failed = steps.filter(({ status }) => status === "failed");
  if (failed.length === 0) return null;
  return (
    <div className="grid min-w-0 gap-6 lg:col-start-2">
      {failed.map((step) => (
        <FailurePanel key={step.id} step={step} />
      ))}
    </div>
  );
}

function Reason({ deployment: { status, reason, isLive, releasedAt } }: { deployment: DeploymentDetail }) {
  if (!reason || status === "completed") return null;
  if (status !== "failed") return <Banner title={reason} />;
  return (
    <Banner kind="danger" title={reason}>
      {isLive
        ? "The new release is live all the same: this happened after the switch."
        : releasedAt
          ? "It was live for a while, until a later release."
          : "Nothing changed for visitors: what was live before is still live."}
    </Banner>
  );
}

function ConnectionBanner({ connection }: { connection: Connection }) {
  if (connection === "refused")
    return <Banner kind="warn" title="You may not watch this any more. Load the page anew." />;
  if (connection !== "reconnecting") return null;
  return <Banner kind="warn" title="The connection was lost. Trying again; nothing of the log will be missing." />;
}
