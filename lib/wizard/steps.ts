/** The steps of the wizard once there is an app, in their order. The three before them only choose what it is made of. */
export const wizardSteps = {
  detected: { title: "What was detected" },
  build: { title: "Build" },
  environment: { title: "Environment" },
  pipeline: { title: "Pipeline" },
  "auto-deploy": { title: "Auto-deploy" },
  review: { title: "Review" },
} as const;

export type WizardStep = keyof typeof wizardSteps;

export const wizardStepNames = Object.keys(wizardSteps) as [WizardStep, ...WizardStep[]];

export const firstStep: WizardStep = "detected";

/** The stored step of an app; the first one for a name that an older version wrote. */
export function stepOf(stored: string): WizardStep {
  return wizardStepNames.find((name) => name === stored) ?? firstStep;
}

/** Whether somebody who came as far as `reached` may be at `step`. */
export function isReached(step: WizardStep, reached: WizardStep): boolean {
  return wizardStepNames.indexOf(step) <= wizardStepNames.indexOf(reached);
}

export function stepAfter(step: WizardStep): WizardStep | null {
  return wizardStepNames[wizardStepNames.indexOf(step) + 1] ?? null;
}

export function stepBefore(step: WizardStep): WizardStep | null {
  return wizardStepNames[wizardStepNames.indexOf(step) - 1] ?? null;
}
