"use client";

import { useCallback, useState } from "react";
import type { LogStep } from "./log-line.ts";

/** Which steps are unfolded. When one failed, those that went well start folded, so that it stands in sight. */
export function useOpenSteps(steps: readonly LogStep[]) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => closedAtFirst(steps));

  const set = useCallback((step: string, isOpen: boolean) => {
    setClosed((before) => {
      const after = new Set(before);
      if (isOpen) after.delete(step);
      else after.add(step);
      return after;
    });
  }, []);
  return { closed, set };
}

function closedAtFirst(steps: readonly LogStep[]): Set<string> {
  if (!steps.some(({ status }) => status === "failed")) return new Set();
  return new Set(steps.filter(({ status }) => status === "completed").map(({ key }) => key));
}
