import type { ReactNode } from "react";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import type { AppView } from "#lib/apps/view.ts";
import { paths } from "#lib/paths.ts";
import { isReached, type WizardStep, wizardStepNames, wizardSteps } from "#lib/wizard/steps.ts";
import { FramedPage } from "../../../../_frame/framed-page.tsx";
import { stepsBefore, WizardStepper } from "../../../_parts/wizard-stepper.tsx";

type WizardPageProps = {
  actor: Actor;
  workspace: string;
  app: AppView;
  step: WizardStep;
  reached: WizardStep;
  children: ReactNode;
};

/** The frame of each step: which app, how far, and the way out, which loses nothing. */
export function WizardPage({ actor, workspace, app, step, reached, children }: WizardPageProps) {
  const { id, name, project } = app;
  return (
    <FramedPage
      crumbs={[
        { label: "Projects", href: paths.projects(workspace) },
        ...(may(actor, "project.view", { projectId: project.id })
          ? [{ label: project.name, href: paths.project(workspace, project.id) }]
          : []),
        { label: name, href: paths.app(workspace, id) },
        { label: "Set-up" },
      ]}
    >
      <PageHeader
        title={name}
        summary={`Set-up: ${wizardSteps[step].title.toLowerCase()}`}
        actions={
          <LinkButton href={paths.app(workspace, id)} variant="ghost">
            Finish later
          </LinkButton>
        }
      />
      <WizardStepper
        current={stepsBefore + wizardStepNames.indexOf(step)}
        hrefs={[
          ...Array.from({ length: stepsBefore }, () => `${paths.appSettings(workspace, id)}#source`),
          ...wizardStepNames.map((each) => (isReached(each, reached) ? paths.appWizard(workspace, id, each) : null)),
        ]}
      />
      {children}
    </FramedPage>
  );
}
