"use client";

let wanted: string | null = null;

/** Has the page of a server begin the connection test as soon as it is there. An address alone never begins one. */
export function wantTest(server: string): void {
  wanted = server;
}

/** Begins it, once, if this is the server that it was wanted for. */
export function onWantedTest(server: string, begin: () => Promise<void>): void {
  if (wanted !== server) return;
  wanted = null;
  queueMicrotask(() => void begin());
}
