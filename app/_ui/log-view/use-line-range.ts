"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { chooseLine, type LineRange, readLineRange, writeLineRange } from "./line-range.ts";

/** The linked lines: they live in the address, nowhere else. */
export function useLineRange(): [LineRange | null, (number: number, isExtending: boolean) => void] {
  const hash = useSyncExternalStore(onHashChange, hashNow, () => "");
  const range = useMemo(() => readLineRange(hash), [hash]);

  const choose = useCallback((number: number, isExtending: boolean) => {
    const next = chooseLine(readLineRange(hashNow()), number, isExtending);
    window.history.replaceState(window.history.state, "", writeLineRange(next));
    window.dispatchEvent(new Event("hashchange"));
  }, []);
  return [range, choose];
}

const hashNow = () => window.location.hash;

function onHashChange(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}
