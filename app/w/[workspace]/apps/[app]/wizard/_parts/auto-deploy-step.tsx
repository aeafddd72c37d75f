import { look } from "#lib/action.ts";
import { AutoDeployFormStep } from "./auto-deploy-form-step.tsx";
import type { StepProps } from "./step-props.ts";

/** Whether pushes deploy it, and of which branch. Proposed where the account can see to it by itself. */
export async function AutoDeployStep({ workspace, app }: StepProps) {
  const autoDeploy = await look("autoDeploy.find", workspace, { app: app.id });
  const isNew = app.wizardStep === "auto-deploy";
  const isProposed = isNew && app.source.integration?.canSearch === true && !app.source.needsCredentials;
  return <AutoDeployFormStep workspace={workspace} app={app} autoDeploy={autoDeploy} isProposed={isProposed} />;
}
