import { Stepper } from "#app/_ui/stepper.tsx";
import { wizardStepNames, wizardSteps } from "#lib/wizard/steps.ts";

const choices = ["Account", "Repository", "Branch and place"];

/** The steps before there is an app. */
export const stepsBefore = choices.length;

const labels = [...choices, ...wizardStepNames.map((name) => wizardSteps[name].title)];

type WizardStepperProps = {
  /** The step that is open, counted from 0 over all of them. */
  current: number;
  /** Where each step is that was reached; null for one that was not. */
  hrefs: readonly (string | null)[];
};

/** The way from a repository to a live app: each step that was reached is a link. */
export function WizardStepper({ current, hrefs }: WizardStepperProps) {
  const steps = labels.map((label, index) => ({ label, href: hrefs[index] ?? undefined }));
  return <Stepper label="Set-up of the app" steps={steps} current={current} />;
}
