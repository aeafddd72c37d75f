import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import type { AutoDeployView } from "#lib/webhooks/view.ts";

type NextStepProps = {
  autoDeploy: AutoDeployView;
  /** Where it is set up; null for who may not. */
  settings: string | null;
};

/** What the page is for while it is empty, and what makes something appear on it. */
export function NextStep({ autoDeploy, settings }: NextStepProps) {
  const { words, label } = stepOf(autoDeploy);
  return (
    <EmptyState
      sentence={`Every push that the git host tells of is kept here, with what became of it. ${words}`}
      action={
        settings &&
        label && (
          <LinkButton href={`${settings}#auto-deploy`} variant="primary">
            {label}
          </LinkButton>
        )
      }
    />
  );
}

function stepOf({ enabled, branch, webhook }: AutoDeployView): { words: string; label: string | null } {
  if (!enabled) return { words: "Auto-deploy is off, so nobody tells of any.", label: "Switch on auto-deploy" };
  if (webhook?.registration === "manual") {
    return { words: "First the webhook has to be added on the git host.", label: "Show how to add it" };
  }
  return { words: `Push to ${branch}, and it appears.`, label: null };
}
