"use client";

import { makeSignal } from "#app/_ui/signal.ts";

/** Counts what the workspace's event stream said, for parts of the frame that ask anew by themselves. */
export const news = makeSignal(0);

export function tellNews(): void {
  news.set(news.get() + 1);
}
