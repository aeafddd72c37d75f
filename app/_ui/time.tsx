"use client";

import { useNow, useTimeZone } from "./clock.tsx";
import { focusStop } from "./focus-stop.ts";
import { dayWords, durationWords, relativeTime } from "./time-words.ts";

type Instant = Date | string | number;

/** "3 m ago"; hover or focus shows the exact time in the reader's zone. `focusable` where no link or button holds it. */
export function Time({ at, focusable = false }: { at: Instant; focusable?: boolean }) {
  const now = useNow(30);
  const time = new Date(at);
  return (
    <time
      dateTime={time.toISOString()}
      data-tooltip-time=""
      {...(focusable && focusStop)}
      className="whitespace-nowrap tabular-nums"
    >
      {relativeTime(time.getTime(), now)}
    </time>
  );
}

/** "3 May", exact on hover. */
export function Day({ at }: { at: Instant }) {
  const now = useNow(30);
  const timeZone = useTimeZone();
  const time = new Date(at);
  return (
    <time dateTime={time.toISOString()} data-tooltip-time="" className="whitespace-nowrap tabular-nums">
      {dayWords(time.getTime(), now, timeZone)}
    </time>
  );
}

/** "1 m 24 s"; ticks while there is no end. */
export function Duration({ from, to }: { from: Instant; to?: Instant | null }) {
  return to == null ? <TickingDuration from={from} /> : <DurationText milliseconds={+new Date(to) - +new Date(from)} />;
}

function TickingDuration({ from }: { from: Instant }) {
  const now = useNow(1);
  return <DurationText milliseconds={now - +new Date(from)} />;
}

function DurationText({ milliseconds }: { milliseconds: number }) {
  return <span className="whitespace-nowrap tabular-nums">{durationWords(milliseconds)}</span>;
}
