import { afterAll } from "vitest";

const ends: (() => unknown)[] = [];

afterAll(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Ends a thing when the test file is done, the last one first. Vitest drops an `afterAll` from within a hook; this it keeps. */
export function later(end: () => unknown): void {
  ends.push(end);
}
