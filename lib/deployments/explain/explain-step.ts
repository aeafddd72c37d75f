import { lastLines } from "#lib/runs/last-lines.ts";
import type { Step } from "#lib/runs/ledger.ts";
import { explain, type Explanation } from "./explain.ts";
import { plainLine } from "./plain-line.ts";

/** What is likely behind the failure of a step, and how its log ends. */
export interface FailureDetail {
  explanation: Explanation | null;
  lastLines: string[];
}

const linesToRead = 600;
const linesToShow = 8;
const widthToShow = 400;

/** Read anew whenever it is asked for: a signature that is learnt later explains what failed before. */
export async function explainStep(step: Step): Promise<Step & FailureDetail> {
  if (step.status !== "failed") return { ...step, explanation: null, lastLines: [] };
  const lines = await lastLines(step.runId, step.position, linesToRead);
  return { ...step, explanation: explain(step, lines), lastLines: ending(lines) };
}

function ending(lines: readonly string[]): string[] {
  const said = lines.filter((line) => line.trim() !== "").slice(-linesToShow);
  return said.map((line) => plainLine(line).slice(0, widthToShow));
}
