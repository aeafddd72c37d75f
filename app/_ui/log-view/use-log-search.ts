"use client";

import { useState } from "react";
import type { LogContent, LogStore } from "./log-store.ts";

/** The words looked for, and the match that is looked at. `show` brings a line into sight. */
export function useLogSearch(store: LogStore, content: LogContent, show: (number: number) => void) {
  const [words, setWords] = useState("");
  const [place, setPlace] = useState<number | null>(null);
  const count = content.matches.length;

  function type(next: string) {
    setWords(next);
    setPlace(null);
    store.find(next);
  }
  function move(step: 1 | -1) {
    if (count === 0) return;
    const next = place === null ? (step === 1 ? 0 : count - 1) : (place + step + count) % count;
    setPlace(next);
    show(content.matches[next]!.number);
  }

  const current = place === null ? null : (content.matches[place]?.number ?? null);
  return { words, count, place, current, type, next: () => move(1), previous: () => move(-1) };
}
