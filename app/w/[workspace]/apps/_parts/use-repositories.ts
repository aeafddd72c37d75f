"use client";

import { useEffect, useState } from "react";
import { fetchRepositories, type RemoteRepository, type RepositoryPage } from "./repository-choice.ts";

const typingPauseMs = 200;
const rereadMs = 2000;

interface Answer {
  /** Which question it answers. */
  about: string;
  rows: RemoteRepository[];
  last: RepositoryPage | null;
  failure: string | null;
}

/** What an account sees, searched on the server: a first page, more of it when asked, anew while the host is read. */
export function useRepositories(url: string, search: string, isOn: boolean) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [round, setRound] = useState(0);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const about = `${url}?${search}`;
  const isOfThis = answer?.about === about;

  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    let timer = setTimeout(() => void look(), search ? typingPauseMs : 0);
    async function look() {
      const next = await firstPage(url, search, stop.signal);
      if (stop.signal.aborted) return;
      setAnswer((before) => merge(before, next));
      if (next.last?.isReading) timer = setTimeout(() => void look(), rereadMs);
    }
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [url, search, isOn, round]);

  async function more() {
    const cursor = answer?.last?.nextCursor;
    if (!cursor || isLoadingMore) return;
    setLoadingMore(true);
    const next = await pageAfter(url, search, cursor);
    setLoadingMore(false);
    setAnswer((before) => (before?.about === next.about ? grown(before, next) : before));
  }

  return {
    rows: answer?.about.startsWith(`${url}?`) ? answer.rows : [],
    last: isOfThis ? answer.last : null,
    failure: isOfThis ? answer.failure : null,
    isLoading: isOn && !isOfThis,
    isLoadingMore,
    more,
    again() {
      setAnswer(null);
      setRound(round + 1);
    },
  };
}

function firstPage(url: string, search: string, signal: AbortSignal): Promise<Answer> {
  return ask(url, { search, cursor: null }, signal);
}

function pageAfter(url: string, search: string, cursor: string): Promise<Answer> {
  return ask(url, { search, cursor }, new AbortController().signal);
}

async function ask(url: string, asked: { search: string; cursor: string | null }, signal: AbortSignal) {
  const about = `${url}?${asked.search}`;
  try {
    const last = await fetchRepositories(url, asked, signal);
    return { about, rows: last.data, last, failure: null };
  } catch (error) {
    const failure = error instanceof Error ? error.message : "The list could not be read.";
    return { about, rows: [], last: null, failure };
  }
}

/** Pages that were added stay while the first one is asked for again. */
function merge(before: Answer | null, next: Answer): Answer {
  if (before?.about !== next.about || !next.last || !before.last || before.rows.length <= next.rows.length) return next;
  return { ...next, rows: before.rows, last: { ...next.last, nextCursor: before.last.nextCursor } };
}

function grown(before: Answer, next: Answer): Answer {
  if (!next.last) return { ...before, failure: next.failure };
  const known = new Set(before.rows.map(({ remoteId }) => remoteId));
  return { ...next, rows: [...before.rows, ...next.rows.filter(({ remoteId }) => !known.has(remoteId))] };
}
