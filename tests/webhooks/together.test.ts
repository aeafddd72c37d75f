import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { together } from "#lib/webhooks/together.ts";

const bounds = { ways: 1, items: 3, weight: 10 };

/** Work that takes a turn of the event loop and remembers what shared it. */
function recorder(fails: (items: string[]) => boolean = () => false) {
  const shared: string[][] = [];
  const work = async (items: string[]): Promise<string[]> => {
    shared.push(items);
    await turn();
    if (fails(items)) throw new Error(`no ${items.join(" ")}`);
    return items.map((item) => item.toUpperCase());
  };
  return { shared, work };
}

test("what comes alone waits for nobody, and what comes meanwhile shares the next statement", async () => {
  const { shared, work } = recorder();
  const send = together(work, bounds);
  expect(await Promise.all(["a", "b", "c", "d", "e"].map(send))).toEqual(["A", "B", "C", "D", "E"]);
  expect(shared).toEqual([["a"], ["b", "c", "d"], ["e"]]);
});

test("no statement is heavier than it may be, but what is heavy by itself goes alone", async () => {
  const { shared, work } = recorder();
  const send = together(work, bounds, { weightOf: (item: string) => item.length });
  await Promise.all(["a", "bbbbbb", "cccccc", "d".repeat(40), "e"].map(send));
  expect(shared.map((items) => items.map((item) => item[0]))).toEqual([["a"], ["b"], ["c"], ["d"], ["e"]]);
});

test("items with one key never share a statement, and keep their order", async () => {
  const { shared, work } = recorder();
  const send = together(work, bounds, { keyOf: (item: string) => item });
  await Promise.all(["a", "b", "b", "c"].map(send));
  expect(shared).toEqual([["a"], ["b"], ["b", "c"]]);
});

test("one that fails takes no other with it, and what comes after it still goes", async () => {
  const { work } = recorder((items) => items.includes("bad"));
  const send = together(work, bounds);
  const ends = await Promise.allSettled(["a", "b", "bad", "c"].map(send));
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await send("d")).toBe("D");
});

test("a failure that is everybody's is told to all of them at once", async () => {
  const { shared, work } = recorder((items) => items.includes("bad"));
  const send = together(work, bounds, { isEverybodys: () => true });
  const ends = await Promise.allSettled(["a", "b", "bad", "c"].map(send));
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
  expect(shared).toEqual([["a"], ["b", "bad", "c"]]);
});
