import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { act } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { ActionButton } from "../../../_parts/action-button.tsx";
import { DeployPlan } from "../../../_parts/deploy-plan.tsx";
import { PlanView } from "../../../_parts/plan-view.tsx";
import { deployPlan, finish } from "../actions.ts";
import type { StepProps } from "./step-props.ts";

/** Asks the server and the repository now; Deploy carries exactly what is shown. */
export async function Review({ workspace, app: { id } }: StepProps) {
  const target = { workspace, app: id };
  const { value, message, fields } = await act("deployments.preview", workspace, { app: id });
  const others = (
    <div className="flex flex-wrap gap-2">
      <LinkButton href={paths.appWizard(workspace, id, "auto-deploy")}>Back</LinkButton>
      <ActionButton variant="ghost" action={finish.bind(null, target)}>
        Finish without deploying
      </ActionButton>
    </div>
  );
  if (!value) {
    return (
      <>
        <Banner
          kind="danger"
          title="There is no plan yet"
          action={<LinkButton href={paths.appWizard(workspace, id, "review")}>Try again</LinkButton>}
        >
          {message ?? Object.values(fields ?? {}).join(" ")}
        </Banner>
        {others}
      </>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-start gap-2">
        <DeployPlan workspace={workspace} app={id} plan={value.plan} action={deployPlan.bind(null, target)} />
        {others}
      </div>
      <PlanView workspace={workspace} app={id} plan={value} mayEditPipeline />
    </>
  );
}
