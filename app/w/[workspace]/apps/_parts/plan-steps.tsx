import { Badge } from "#app/_ui/badge.tsx";
import { Card } from "#app/_ui/card.tsx";
import { cx } from "#app/_ui/cx.ts";
import { Code } from "#app/_ui/code.tsx";
import type { PreviewView } from "#lib/deployments/preview-view.ts";
import { stageTitle } from "../../deployments/[deployment]/_parts/stage-titles.ts";

type Step = PreviewView["steps"][number];

/** What would run, in order, with the exact text and as whom. */
export function PlanSteps({ steps }: { steps: Step[] }) {
  const stages = [...Map.groupBy(steps, ({ stage }) => stage)];
  return (
    <Card title="What would run" flush>
      <ol aria-label="Stages" className="divide-y">
        {stages.map(([stage, inStage]) => (
          <li key={stage} className="grid gap-x-6 gap-y-2 px-4 py-3 md:grid-cols-[10rem_minmax(0,1fr)]">
            <h3 className="text-soft">{stageTitle(stage)}</h3>
            <ol className="grid gap-3">
              {inStage.map((step, index) => (
                <PlannedStep key={index} step={step} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function PlannedStep({ step }: { step: Step }) {
  return (
    <li className="grid gap-1">
      <p className={cx("flex flex-wrap items-center gap-x-2 gap-y-1", step.isSkipped && "text-soft")}>
        <span dir="auto" className="min-w-0 font-medium break-words">
          {step.name}
        </span>
        <span className="text-sm text-soft">as {step.runAs}</span>
        {step.isSkipped && <Badge>switched off</Badge>}
      </p>
      {step.note && (
        <p dir="auto" className="text-sm break-words text-soft">
          {step.note}
        </p>
      )}
      {step.text && (isCommand(step) ? <Code wrap>{step.text}</Code> : <p className="break-words">{step.text}</p>)}
    </li>
  );
}

/** The rest are Devpilot's own, and told in a sentence. */
function isCommand({ isHook, kind }: Step): boolean {
  return isHook || ["install", "build", "start"].includes(kind);
}
