"use client";

import { useEffect, useState } from "react";

type Answer<Option> = { query: string; options: readonly Option[]; failure: string | null };

const typingPauseMs = 150;

/** Asks `load` for a query after a pause in typing; a newer query takes the place of an older one. */
export function useOptions<Option>(
  query: string,
  load: (query: string, signal: AbortSignal) => Promise<readonly Option[]>,
  isOn: boolean,
) {
  const [answer, setAnswer] = useState<Answer<Option> | null>(null);

  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    async function look() {
      const next = await ask(query, load, stop.signal);
      if (!stop.signal.aborted) setAnswer(next);
    }
    const timer = setTimeout(() => void look(), query ? typingPauseMs : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, load, isOn]);

  return {
    options: answer?.options ?? [],
    failure: answer?.failure ?? null,
    isLoading: isOn && answer?.query !== query,
  };
}

async function ask<Option>(
  query: string,
  load: (query: string, signal: AbortSignal) => Promise<readonly Option[]>,
  signal: AbortSignal,
): Promise<Answer<Option>> {
  try {
    return { query, options: await load(query, signal), failure: null };
  } catch (error) {
    return { query, options: [], failure: error instanceof Error ? error.message : "The list could not be loaded." };
  }
}
