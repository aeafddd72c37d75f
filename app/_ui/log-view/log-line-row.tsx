"use client";

import { Scissors } from "lucide-react";
import { memo, type MouseEvent } from "react";
import { cx } from "../cx.ts";
import { parseAnsi } from "./ansi.ts";
import type { LogLine } from "./log-line.ts";
import { type MarkedSegment, markSegments } from "./mark.ts";

export type LineLook = { query: string; showTimes: boolean; wrap: boolean };

type LogLineRowProps = LineLook & {
  line: LogLine;
  isLinked: boolean;
  isCurrentMatch: boolean;
  onNumber: (number: number, isExtending: boolean) => void;
};

export const LogLineRow = memo(function LogLineRow({
  line,
  isLinked,
  isCurrentMatch,
  onNumber,
  ...look
}: LogLineRowProps) {
  return (
    <div className={cx("flex min-h-5 pe-4", isLinked ? "bg-accent-soft" : "hover:bg-hover")}>
      <LineNumber number={line.number} isLinked={isLinked} onNumber={onNumber} />
      {look.showTimes && <LineTime at={line.at} />}
      {line.isCut ? (
        <CutMark words={line.text} />
      ) : (
        <LineText text={line.text} isCurrentMatch={isCurrentMatch} {...look} />
      )}
    </div>
  );
});

type LineNumberProps = Pick<LogLineRowProps, "isLinked" | "onNumber"> & { number: number };

function LineNumber({ number, isLinked, onNumber }: LineNumberProps) {
  function choose(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    onNumber(number, event.shiftKey);
  }
  return (
    <a
      href={`#L${number}`}
      aria-label={`Line ${number}`}
      onClick={choose}
      className={cx(
        "w-[7ch] shrink-0 pe-4 text-end tabular-nums outline-offset-[-2px] select-none hover:text-ink sm:w-[9ch]",
        isLinked ? "text-accent" : "text-faint",
      )}
    >
      {number}
    </a>
  );
}

function LineTime({ at }: { at: number | undefined }) {
  return (
    <span className="w-[14ch] shrink-0 text-faint tabular-nums select-none">
      {at === undefined ? "" : clockTime(at)}
    </span>
  );
}

function LineText({ text, query, wrap, isCurrentMatch }: { text: string; isCurrentMatch: boolean } & LineLook) {
  const pieces = markSegments(parseAnsi(text), query);
  return (
    <span className={cx("min-w-0 flex-1", wrap ? "break-all whitespace-pre-wrap" : "whitespace-pre")}>
      {pieces.map((piece, index) => (
        <Piece key={index} piece={piece} isCurrentMatch={isCurrentMatch} />
      ))}
    </span>
  );
}

function Piece({ piece, isCurrentMatch }: { piece: MarkedSegment; isCurrentMatch: boolean }) {
  const style = piece.color ? { color: piece.color } : undefined;
  if (piece.kind === "match") {
    return <mark className={cx("rounded-sm text-ink", isCurrentMatch ? "bg-mark-now" : "bg-mark")}>{piece.text}</mark>;
  }
  if (piece.kind === "secret") {
    return (
      <span data-tooltip="A secret was struck out here" className="rounded-sm bg-selected px-0.5 text-soft">
        {piece.text}
      </span>
    );
  }
  if (!piece.className && !style) return piece.text;
  return (
    <span className={piece.className || undefined} style={style}>
      {piece.text}
    </span>
  );
}

function CutMark({ words }: { words: string }) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2 font-sans text-sm text-amber">
      <Scissors aria-hidden className="size-3.5 shrink-0" />
      {words}
    </span>
  );
}

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

const clockTime = (at: number) => clock.format(at);
