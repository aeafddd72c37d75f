"use client";

import { Rocket } from "lucide-react";
import { useActionState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { deploy } from "../../deployments/actions.ts";

type DeployPlanProps = {
  workspace: string;
  app: string;
  /** Null where there is none to deploy. */
  plan: string | null;
  /** What deploys it, where more than that is to be done. */
  action?: (previous: FormState | null, form: FormData) => Promise<FormState | null>;
};

/** Deploys exactly what was shown, or says what has changed since. */
export function DeployPlan({ workspace, app, plan, action }: DeployPlanProps) {
  const [state, dispatch, isPending] = useActionState(action ?? deploy.bind(null, { workspace, app }), null);
  const problem = state?.message ?? Object.values(state?.fields ?? {})[0];
  return (
    <form action={dispatch} className="grid gap-3">
      <input type="hidden" name="plan" value={plan ?? ""} />
      {problem && (
        <Banner
          kind="danger"
          title="Not deployed"
          action={<Button onClick={() => window.location.reload()}>Look again</Button>}
        >
          {problem}
        </Banner>
      )}
      <div>
        <Button
          type="submit"
          variant="primary"
          pending={isPending}
          disabledReason={plan === null ? "Its commit could not be read from the repository" : null}
        >
          <Rocket aria-hidden /> Deploy this plan
        </Button>
      </div>
    </form>
  );
}
