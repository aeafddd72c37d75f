"use client";

import { useEffect } from "react";
import { announce } from "../live-region.tsx";
import { statusFace } from "../status-table.ts";
import type { LogStep } from "./log-line.ts";
import type { LogStore } from "./log-store.ts";

/** Says aloud when a step changes its state: a log of its own would never stop talking. */
export function useStepNews(store: LogStore): void {
  useEffect(() => {
    let before = store.read().steps;
    return store.subscribe(() => {
      const { steps, lineCount } = store.read();
      const news = changedSteps(before, steps).map(({ title, status }) => `${title}: ${statusFace(status).word}`);
      before = steps;
      if (news.length > 0) announce(`${news.join(". ")}. ${lineCount} lines so far.`);
    });
  }, [store]);
}

function changedSteps(before: readonly LogStep[], after: readonly LogStep[]): LogStep[] {
  if (before === after) return [];
  const known = new Map(before.map(({ key, status }) => [key, status]));
  return after.filter(({ key, status }) => known.get(key) !== status && status !== "pending");
}
