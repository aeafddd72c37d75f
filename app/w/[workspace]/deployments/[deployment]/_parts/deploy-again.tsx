"use client";

import { ChevronDown, GitCommitHorizontal, ListRestart, RotateCcw } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { Menu } from "#app/_ui/menu.tsx";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import { redeploy, retry, retryWhole } from "../../actions.ts";

type DeployAgainProps = {
  workspace: string;
  deployment: DeploymentDetail;
  isPending: boolean;
  run: (action: () => Promise<FormState | null>) => void;
};

/** Ways to deploy the same once more: on from what failed, whole, or its commit with the pipeline of today. */
export function DeployAgain({ workspace, deployment, isPending, run }: DeployAgainProps) {
  const { id, app, commit, canCancel, canRetry } = deployment;
  const target = { workspace, deployment: id };
  if (canCancel) return null;
  const again = commit === null ? null : () => run(() => redeploy(workspace, app.id, commit));
  if (!canRetry) {
    return (
      again && (
        <Button pending={isPending} onClick={again}>
          <GitCommitHorizontal aria-hidden /> Redeploy this commit
        </Button>
      )
    );
  }
  return (
    <span className="flex items-center gap-1">
      <Button variant="primary" pending={isPending} onClick={() => run(() => retry(target))}>
        <RotateCcw aria-hidden /> Retry
      </Button>
      <Menu
        face={<ChevronDown aria-hidden />}
        name="Other ways to try again"
        size="icon"
        items={[
          {
            kind: "action",
            label: "Retry from the start",
            icon: <ListRestart aria-hidden />,
            onSelect: () => run(() => retryWhole(target)),
          },
          ...(again
            ? [
                {
                  kind: "action" as const,
                  label: "Redeploy this commit",
                  icon: <GitCommitHorizontal aria-hidden />,
                  onSelect: again,
                },
              ]
            : []),
        ]}
      />
    </span>
  );
}
