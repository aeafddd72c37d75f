import { Suspense } from "react";
import { PlanWaiting } from "../../preview/_parts/plan-waiting.tsx";
import { Review } from "./review.tsx";
import type { StepProps } from "./step-props.ts";

/** The plan: what would be run, as whom, and whether anything stands in its way. */
export function ReviewStep(props: StepProps) {
  return (
    <Suspense fallback={<PlanWaiting server={props.app.server.name} />}>
      <Review {...props} />
    </Suspense>
  );
}
