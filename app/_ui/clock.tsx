"use client";

import { createContext, type ReactNode, use, useSyncExternalStore } from "react";

const ServerNow = createContext(0);

/** Tells all times below it when the server wrote the page, so that the first client render agrees with it. */
export function Clock({ serverNow, children }: { serverNow: number; children: ReactNode }) {
  return <ServerNow value={serverNow}>{children}</ServerNow>;
}

/** Milliseconds since the epoch, ticking every `everySeconds`; all readers of one pace share one timer. */
export function useNow(everySeconds: 1 | 30): number {
  const serverNow = use(ServerNow);
  const pace = paces[everySeconds];
  return useSyncExternalStore(pace.subscribe, pace.now, () => serverNow);
}

/** The reader's zone; "UTC" until the page has come alive. */
export function useTimeZone(): string {
  return useSyncExternalStore(never, readerZone, () => "UTC");
}

const paces = { 1: makePace(1), 30: makePace(30) };

function makePace(seconds: number) {
  const listeners = new Set<() => void>();
  let now = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick() {
    now = Date.now();
    for (const listener of listeners) listener();
  }
  function subscribe(listener: () => void) {
    if (listeners.size === 0) {
      now = Date.now();
      timer = setInterval(tick, seconds * 1000);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearInterval(timer);
    };
  }
  // Before the first subscription a snapshot still has to be stable between two reads.
  return { subscribe, now: () => (now ||= Date.now()) };
}

const never = () => () => {};
const readerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
