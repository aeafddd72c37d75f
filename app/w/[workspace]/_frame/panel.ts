"use client";

import { useSyncExternalStore } from "react";
import { makeSignal } from "#app/_ui/signal.ts";

/** What lies over the page, at most one at a time. */
export type Panel = "search" | "keys" | "drawer";

const opened = makeSignal<Panel | null>(null);

export const openPanel = (panel: Panel) => opened.set(panel);
export const closePanel = () => opened.set(null);

export function usePanel(): Panel | null {
  return useSyncExternalStore(opened.subscribe, opened.get, () => null);
}
