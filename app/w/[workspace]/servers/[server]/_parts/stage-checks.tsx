import type { ReactNode } from "react";
import type { Check } from "#app/_ui/check-list.tsx";
import { durationWords } from "#app/_ui/time-words.ts";
import type { StageName, StageReport } from "#lib/servers/stages.ts";
import type { Reports, TimedReport } from "./use-connection-test.ts";

const titles: Record<StageName, string> = {
  resolve: "Find the host",
  connect: "Connect",
  fingerprint: "Check the host key",
  authenticate: "Sign in",
  inspect: "Look at the machine",
  install: "Install the agent",
};

type Parts = {
  /** What a person has to confirm before the test goes on. */
  confirmation: (fingerprint: string) => ReactNode;
  /** The buttons beside what failed. */
  mend: (stage: StageName) => ReactNode;
};

/** Every stage as a line: those that ran, and those that wait or will not run any more. */
export function stageChecks(reports: Reports, parts: Parts): Check[] {
  const hasFailed = Object.values(reports).some(({ state }) => state === "failed");
  return (Object.keys(titles) as StageName[]).map((stage) => {
    const report = reports[stage];
    const line = { key: stage, title: titles[stage] };
    return report ? { ...line, ...said(report, parts) } : { ...line, status: hasFailed ? "skipped" : "pending" };
  });
}

const leastShownMs = 100;
const statuses = { running: "processing", ok: "completed", failed: "failed", needs_confirmation: "pending" } as const;

function said(report: TimedReport, { confirmation, mend }: Parts): Omit<Check, "key" | "title"> {
  const { stage, state, fingerprint } = report;
  const status = statuses[state];
  if (state === "failed") return { status, failure: <Words report={report} />, retry: mend(stage) };
  if (state === "needs_confirmation") return { status, fact: confirmation(fingerprint ?? "") };
  const milliseconds = report.at - report.beganAt;
  const isWorthTelling = state === "ok" && milliseconds >= leastShownMs;
  return { status, fact: <Words report={report} />, duration: isWorthTelling && durationWords(milliseconds) };
}

function Words({ report: { words, fix } }: { report: StageReport }) {
  return (
    <>
      <p>{words}</p>
      {fix && <p className="mt-1 text-soft">{fix}</p>}
    </>
  );
}
