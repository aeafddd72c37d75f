"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback } from "react";
import type { LogRows } from "./log-rows.ts";

const lineHeightPx = 20;
const headerHeightPx = 38;

/** Which rows are in sight. Lines have one height until they wrap; headers are measured. */
export function useLogVirtual(scroller: RefObject<HTMLElement | null>, rows: LogRows, wrap: boolean) {
  // Sizes are kept under these keys: a wrapped line must not lend its height to an unwrapped one.
  const getItemKey = useCallback((index: number) => keyOf(rows, index, wrap), [rows, wrap]);
  const rangeExtractor = useCallback(
    (range: Range) => [...new Set([rows.headerOf(range.startIndex), ...defaultRangeExtractor(range)])],
    [rows],
  );
  return useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows.isHeader(index) ? headerHeightPx : lineHeightPx),
    getItemKey,
    rangeExtractor,
    overscan: 12,
    // A first view for the server, which knows no window.
    initialRect: { width: 800, height: 600 },
  });
}

export type LogVirtual = ReturnType<typeof useLogVirtual>;

function keyOf(rows: LogRows, index: number, wrap: boolean): string | number {
  const row = rows.at(index);
  if (row.kind === "step") return row.step.key;
  return wrap ? row.line.number : -row.line.number;
}
