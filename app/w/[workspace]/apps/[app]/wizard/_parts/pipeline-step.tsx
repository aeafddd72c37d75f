import { look } from "#lib/action.ts";
import { bandsOf } from "../../pipeline/_parts/bands.ts";
import { runAsChoices } from "../../pipeline/_parts/run-as-choices.ts";
import { PipelineForm } from "./pipeline-form.tsx";
import type { StepProps } from "./step-props.ts";

/** What runs beside Devpilot's own steps: what was proposed, each with its reason and a switch, and what is added. */
export async function PipelineStep({ actor, workspace, app }: StepProps) {
  const [pipeline, { data: actions }, users] = await Promise.all([
    look("pipeline.find", workspace, { app: app.id }),
    look("pipeline.actions", workspace),
    runAsChoices(actor, workspace, app.server.id),
  ]);
  return (
    <PipelineForm
      target={{ workspace, app: app.id }}
      saved={pipeline}
      bands={bandsOf(app)}
      actions={actions}
      users={users}
    />
  );
}
