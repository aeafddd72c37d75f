"use client";

import type { VirtualItem } from "@tanstack/react-virtual";
import type { CSSProperties, RefObject } from "react";
import { cx } from "../cx.ts";
import { focusStop } from "../focus-stop.ts";
import type { LineRange } from "./line-range.ts";
import { type LineLook, LogLineRow } from "./log-line-row.tsx";
import type { LogRows } from "./log-rows.ts";
import { LogStepRow } from "./log-step-row.tsx";
import type { LogVirtual } from "./use-log-virtual.ts";

type LogScreenProps = {
  scroller: RefObject<HTMLDivElement | null>;
  label: string;
  rows: LogRows;
  virtual: LogVirtual;
  /** Of the longest line, in characters. */
  width: number;
  look: LineLook;
  range: LineRange | null;
  currentMatch: number | null;
  onNumber: (number: number, isExtending: boolean) => void;
  onToggle: (step: string, isOpen: boolean) => void;
};

/** The rows in sight. The header of the step at the top stays there. */
export function LogScreen({ scroller, label, rows, virtual, width, look, ...rest }: LogScreenProps) {
  const topHeader = rows.count > 0 ? rows.headerOf(virtual.range?.startIndex ?? 0) : 0;
  const besidesText = look.showTimes ? 26 : 12;
  return (
    <div
      ref={scroller}
      role="region"
      aria-label={label}
      {...focusStop}
      className="[container-type:inline-size] min-h-0 flex-1 overflow-auto overscroll-contain bg-canvas font-mono text-xs leading-5 outline-offset-[-2px] [overflow-anchor:none]"
    >
      <div
        className="relative min-w-full"
        style={{ height: virtual.getTotalSize(), width: look.wrap ? undefined : `${width + besidesText}ch` }}
      >
        {virtual.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={rows.isHeader(item.index) || look.wrap ? virtual.measureElement : undefined}
            data-index={item.index}
            className={cx("start-0 top-0 w-full", placeClass(item.index, topHeader, rows))}
            style={item.index === topHeader ? undefined : offset(item)}
          >
            <Row index={item.index} rows={rows} look={look} {...rest} />
          </div>
        ))}
      </div>
    </div>
  );
}

type RowProps = Pick<LogScreenProps, "rows" | "look" | "range" | "currentMatch" | "onNumber" | "onToggle">;

function Row({ index, rows, look, range, currentMatch, onNumber, onToggle }: RowProps & { index: number }) {
  const row = rows.at(index);
  if (row.kind === "step") {
    return <LogStepRow step={row.step} isOpen={row.isOpen} lineCount={row.lineCount} onToggle={onToggle} />;
  }
  const { line } = row;
  return (
    <LogLineRow
      line={line}
      isLinked={range !== null && range.from <= line.number && line.number <= range.to}
      isCurrentMatch={line.number === currentMatch}
      onNumber={onNumber}
      {...look}
    />
  );
}

/** The next header slides over the one that stays. */
function placeClass(index: number, topHeader: number, rows: LogRows): string {
  if (index === topHeader) return "sticky z-10";
  return rows.isHeader(index) ? "absolute z-20" : "absolute";
}

function offset(item: VirtualItem): CSSProperties {
  return { transform: `translateY(${item.start}px)` };
}
