"use client";

import { useEffect, useRef } from "react";
import type { LogRows } from "./log-rows.ts";
import type { LogVirtual } from "./use-log-virtual.ts";

/**
 * Brings a line into sight once it has arrived, unfolding its step first. A new `wish` object asks again,
 * also for the same line.
 */
export function useShowLine(
  wish: { number: number } | null,
  rows: LogRows,
  virtual: LogVirtual,
  open: (step: string, isOpen: boolean) => void,
): void {
  const done = useRef<{ number: number } | null>(null);

  useEffect(() => {
    if (!wish || done.current === wish) return;
    const place = rows.find(wish.number);
    if (!place) return;
    if (!place.isOpen) return open(place.step, true);
    done.current = wish;
    if (!isInSight(virtual, place.index)) virtual.scrollToIndex(place.index, { align: "center" });
  }, [wish, rows, virtual, open]);
}

function isInSight({ range }: LogVirtual, index: number): boolean {
  return range !== null && range.startIndex + 2 < index && index < range.endIndex - 1;
}
