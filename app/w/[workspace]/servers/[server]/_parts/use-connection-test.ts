"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { paths } from "#lib/paths.ts";
import type { StageName, StageReport } from "#lib/servers/stages.ts";
import { onWantedTest } from "../../_parts/wanted-test.ts";
import { runTest } from "./run-test.ts";

/** The last word of a stage, with when it began and when that was said, in milliseconds. */
export type TimedReport = StageReport & { beganAt: number; at: number };
export type Reports = Partial<Record<StageName, TimedReport>>;

export interface ConnectionTest {
  isRunning: boolean;
  reports: Reports;
  /** Why the test itself could not go on. */
  failure: string | null;
  run: () => Promise<void>;
}

/** The connection test of a server, told as it runs. The page around it is drawn anew at its end. */
export function useConnectionTest(workspace: string, server: string): ConnectionTest {
  const router = useRouter();
  const [isRunning, setRunning] = useState(false);
  const [reports, setReports] = useState<Reports>({});
  const [failure, setFailure] = useState<string | null>(null);

  const run = useCallback(async () => {
    setRunning(true);
    setFailure(null);
    setReports({});
    try {
      await runTest(paths.serverTest(workspace, server), (report) => setReports((all) => withReport(all, report)));
    } catch (error) {
      setFailure((error as Error).message);
    }
    setRunning(false);
    router.refresh();
  }, [router, workspace, server]);

  useEffect(() => onWantedTest(server, run), [server, run]);

  return { isRunning, reports, failure, run };
}

function withReport(all: Reports, report: StageReport): Reports {
  const at = performance.now();
  return { ...all, [report.stage]: { ...report, beganAt: all[report.stage]?.beganAt ?? at, at } };
}
