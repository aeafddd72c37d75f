import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { ComponentType } from "react";
import type { PageOf } from "#lib/access/page.ts";
import { paths } from "#lib/paths.ts";
import { isReached, stepOf, type WizardStep, wizardSteps } from "#lib/wizard/steps.ts";
import { openApp, titleOf } from "../../_parts/open-app.ts";
import { AutoDeployStep } from "../_parts/auto-deploy-step.tsx";
import { BuildStep } from "../_parts/build-step.tsx";
import { DetectedStep } from "../_parts/detected-step.tsx";
import { EnvironmentStep } from "../_parts/environment-step.tsx";
import { PipelineStep } from "../_parts/pipeline-step.tsx";
import { ReviewStep } from "../_parts/review-step.tsx";
import type { StepProps } from "../_parts/step-props.ts";
import { WizardPage } from "../_parts/wizard-page.tsx";

const door = "/w/[workspace]/apps/[app]/wizard/[step]";
type Page = PageOf<typeof door>;

const pages: Record<WizardStep, ComponentType<StepProps>> = {
  detected: DetectedStep,
  build: BuildStep,
  environment: EnvironmentStep,
  pipeline: PipelineStep,
  "auto-deploy": AutoDeployStep,
  review: ReviewStep,
};

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, wizardSteps[await stepIn(params)].title);
}

/** The wizard once there is an app: each step edits it, so that nothing is lost by leaving. */
export default async function AppWizardPage(props: Page) {
  const { actor, workspace, app } = await openApp("/w/[workspace]/apps/[app]/wizard/[step]", props);
  const step = await stepIn(props.params);
  if (app.wizardStep === null) redirect(paths.app(workspace, app.id));
  const reached = stepOf(app.wizardStep);
  if (!isReached(step, reached)) redirect(paths.appWizard(workspace, app.id, reached));
  const Step = pages[step];
  return (
    <WizardPage actor={actor} workspace={workspace} app={app} step={step} reached={reached}>
      <Step actor={actor} workspace={workspace} app={app} search={await props.searchParams} />
    </WizardPage>
  );
}

async function stepIn(params: Page["params"]): Promise<WizardStep> {
  const { step } = await params;
  return Object.hasOwn(wizardSteps, step) ? (step as WizardStep) : notFound();
}
