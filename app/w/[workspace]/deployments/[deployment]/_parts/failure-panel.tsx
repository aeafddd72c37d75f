"use client";

import { Card } from "#app/_ui/card.tsx";
import { Code } from "#app/_ui/code.tsx";
import type { StepView } from "#lib/deployments/view.ts";

/** Why a step failed: its exit code, what is likely behind it with the next step, and the lines that speak for it. */
export function FailurePanel({ step }: { step: StepView }) {
  const { name, exitCode, explanation, lastLines } = step;
  return (
    <Card title={<FailureTitle name={name} exitCode={exitCode} />}>
      <div className="grid gap-4">
        {explanation ? (
          <>
            <div className="grid gap-1">
              <p className="break-words">{explanation.cause}</p>
              <p className="break-words">
                <span className="font-medium">What to do: </span>
                {explanation.next}
              </p>
            </div>
            <Lines title="What speaks for it" lines={notAmong(lastLines, explanation.evidence)} />
          </>
        ) : (
          <p className="text-soft">This is none of the failures that Devpilot knows. Its last lines tell most.</p>
        )}
        <Lines title="Last lines" lines={lastLines} />
      </div>
    </Card>
  );
}

function FailureTitle({ name, exitCode }: Pick<StepView, "name" | "exitCode">) {
  return (
    <>
      <span dir="auto" className="break-words">
        {name}
      </span>{" "}
      failed{exitCode === null ? "" : ` with exit code ${exitCode}`}
    </>
  );
}

/** What the last lines show anyway is not said twice. */
function notAmong(lines: readonly string[], evidence: readonly string[]): string[] {
  return evidence.filter((one) => !lines.some((line) => line.includes(one)));
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="grid min-w-0 gap-1">
      <h3 className="text-sm font-medium text-soft">{title}</h3>
      <Code wrap>{lines.join("\n")}</Code>
    </div>
  );
}
