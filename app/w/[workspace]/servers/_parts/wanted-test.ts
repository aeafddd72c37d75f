"use client";

let wanted: string | null = null;

/** Has the page of a server begin the connection test as soon as it is there. An address alone never begins one. */
export function wantTest(server: string): void {
  wanted = server;
}

/** Whether it was wanted; true once. */
export function takeWantedTest(server: string): boolean {
  const isWanted = wanted === server;
  if (isWanted) wanted = null;
  return isWanted;
}
