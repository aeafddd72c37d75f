import { expect, test } from "vitest";

import { Places } from "#lib/ssh/places.ts";

test("one place is left to the urgent, and who waits enters in order of arrival", async () => {
  const places = new Places(3);
  expect(await places.take(false)).toBe(true);
  expect(await places.take(false)).toBe(true);
  const entered: string[] = [];
  const first = places.take(false).then(() => entered.push("first"));
  const second = places.take(false).then(() => entered.push("second"));
  expect(await places.take(true)).toBe(true);
  places.giveBack();
  expect(entered).toEqual([]);
  places.giveBack();
  await first;
  places.giveBack();
  await second;
  expect(entered).toEqual(["first", "second"]);
});

test("who stops waiting takes no place, and closing sends all others away", async () => {
  const places = new Places(2);
  await places.take(false);
  const impatient = new AbortController();
  const [left, sent] = [places.take(false, impatient.signal), places.take(false)];
  impatient.abort();
  expect(await left).toBe(false);
  places.close();
  expect(await sent).toBe(false);
  expect(await places.take(true)).toBe(false);
  await places.empty();
});
