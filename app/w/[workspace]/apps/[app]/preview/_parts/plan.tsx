import { Banner } from "#app/_ui/banner.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { act } from "#lib/action.ts";
import type { AppView } from "#lib/apps/view.ts";
import { DeployPlan } from "../../../_parts/deploy-plan.tsx";
import { PlanView } from "../../../_parts/plan-view.tsx";
import type { Wish } from "./wish.ts";

type PlanProps = { actor: Actor; workspace: string; app: AppView; wish: Wish };

/** Asks the server and the repository now, and shows what a deployment would do. */
export async function Plan({ actor, workspace, app, wish }: PlanProps) {
  const { value, message, fields } = await act("deployments.preview", workspace, { app: app.id, ...wish });
  if (!value) {
    return (
      <Banner kind="danger" title="There is nothing to show">
        {message ?? Object.values(fields ?? {}).join(" ")}
      </Banner>
    );
  }
  const mayEditPipeline = may(actor, "pipeline.edit", { projectId: app.project.id, appId: app.id });
  return (
    <>
      <DeployPlan workspace={workspace} app={app.id} plan={value.plan} />
      <PlanView workspace={workspace} app={app.id} plan={value} mayEditPipeline={mayEditPipeline} />
    </>
  );
}
