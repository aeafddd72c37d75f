"use client";

import { useNow } from "#app/_ui/clock.tsx";
import { cx } from "#app/_ui/cx.ts";
import { Status } from "#app/_ui/status.tsx";
import { Duration } from "#app/_ui/time.tsx";
import type { DeploymentDetail } from "#lib/deployments/find.ts";
import type { StepView } from "#lib/deployments/view.ts";
import { stageTitle } from "./stage-titles.ts";

/** The steps in their order, each with its state and a bar on one common scale of time. */
export function Rail({ deployment }: { deployment: DeploymentDetail }) {
  const now = useNow(1);
  const scale = scaleOf(deployment, now);
  const stages = [...Map.groupBy(deployment.steps, (step) => step.stage)];
  return (
    <ol aria-label="Steps" className="grid gap-4">
      {stages.map(([stage, steps]) => (
        <li key={stage} className="grid gap-1">
          <h2 className="text-sm font-medium text-soft">{stageTitle(stage)}</h2>
          <ol className="grid">
            {steps.map((step) => (
              <RailStep key={step.id} step={step} scale={scale} now={now} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

interface Scale {
  from: number;
  length: number;
}

function RailStep({ step, scale, now }: { step: StepView; scale: Scale; now: number }) {
  const isIdle = step.status === "skipped" || step.status === "pending";
  return (
    <li className={cx("grid gap-1 border-s-2 border-line py-1.5 ps-3", step.status === "failed" && "border-red")}>
      <p className={cx("flex items-center gap-2", isIdle && "text-soft")}>
        <Status of={step.status} look="icon" />
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {step.name}
        </span>
        <span className="shrink-0 text-sm text-faint">
          {step.startedAt && <Duration from={step.startedAt} to={step.endedAt} />}
        </span>
      </p>
      {step.startedAt && <Bar step={step} scale={scale} now={now} />}
      {step.status === "skipped" && step.reason && <p className="ps-6 text-sm text-soft">{step.reason}</p>}
      {step.exitCode !== null && step.exitCode !== 0 && (
        <p className="ps-6 text-sm text-soft">exit code {step.exitCode}</p>
      )}
    </li>
  );
}

const barTones: Partial<Record<StepView["status"], string>> = {
  completed: "bg-green",
  failed: "bg-red",
  processing: "bg-blue",
};

function Bar({ step, scale, now }: { step: StepView; scale: Scale; now: number }) {
  const start = share(+new Date(step.startedAt ?? now) - scale.from, scale);
  const length = share((step.endedAt ? +new Date(step.endedAt) : now) - +new Date(step.startedAt ?? now), scale);
  return (
    <div aria-hidden className="relative ms-6 h-1 rounded-full bg-selected">
      <div
        className={cx("absolute inset-y-0 min-w-1 rounded-full", barTones[step.status] ?? "bg-edge")}
        style={{ insetInlineStart: `${start}%`, width: `${length}%` }}
      />
    </div>
  );
}

function scaleOf({ startedAt, endedAt, expectedMs }: DeploymentDetail, now: number): Scale {
  const from = startedAt ? +new Date(startedAt) : now;
  const elapsed = (endedAt ? +new Date(endedAt) : now) - from;
  return { from, length: Math.max(endedAt ? elapsed : Math.max(elapsed, expectedMs), 1) };
}

function share(milliseconds: number, { length }: Scale): number {
  return Math.min(100, Math.max(0, (100 * milliseconds) / length));
}
