"use client";

import { Ban, Undo2 } from "lucide-react";
import { useState, useTransition } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import { cancelDeployment, rollBack } from "../../actions.ts";
import { DeployAgain } from "./deploy-again.tsx";

type DeploymentActionsProps = { workspace: string; deployment: DeploymentDetail };

/** What can be done with the deployment now; a button that can't says why. */
export function DeploymentActions({ workspace, deployment }: DeploymentActionsProps) {
  const [isPending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const target = { workspace, deployment: deployment.id };

  function run(action: () => Promise<FormState | null>): void {
    start(async () => setFailure((await action())?.message ?? null));
  }

  const isOpen = deployment.canCancel;
  return (
    <>
      {isOpen && (
        <Button
          variant="danger"
          pending={isPending}
          disabledReason={deployment.cancelRequestedAt ? "It is being cancelled" : null}
          onClick={() => run(() => cancelDeployment(target))}
        >
          <Ban aria-hidden /> {deployment.cancelRequestedAt ? "Cancelling" : "Cancel"}
        </Button>
      )}
      <DeployAgain workspace={workspace} deployment={deployment} isPending={isPending} run={run} />
      {!isOpen && (
        <Button
          pending={isPending}
          disabledReason={deployment.rollbackProblem}
          onClick={() => run(() => rollBack(target))}
        >
          <Undo2 aria-hidden /> Roll back to this
        </Button>
      )}
      {failure && (
        <div className="basis-full">
          <Banner kind="danger" title={failure} />
        </div>
      )}
    </>
  );
}
