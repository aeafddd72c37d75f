import { describe, expect, it } from "vitest";
import type { LogLine } from "#app/_ui/log-view/log-line.ts";
import { makeLogRows } from "#app/_ui/log-view/log-rows.ts";
import { type LogStore, makeLogStore } from "#app/_ui/log-view/log-store.ts";

const steps = [
  { key: "fetch", title: "Fetch", status: "completed" },
  { key: "build", title: "Build", status: "processing" },
] as const;

function lines(step: string, from: number, to: number, text = "hello"): LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, index) => ({ number: from + index, step, text }));
}

function published(store: LogStore): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.subscribe(() => {
      stop();
      resolve();
    });
  });
}

describe("the store of a log", () => {
  it("leaves out lines that a reconnect sends again", async () => {
    const store = makeLogStore(steps, lines("fetch", 1, 3));
    store.append(lines("fetch", 2, 5));
    await published(store);
    expect(
      store
        .read()
        .linesOf("fetch")
        .map(({ number }) => number),
    ).toEqual([1, 2, 3, 4, 5]);
    expect(store.lastNumber()).toBe(5);
  });

  it("tells its listeners once for many appends", async () => {
    const store = makeLogStore(steps);
    let calls = 0;
    store.subscribe(() => calls++);
    for (let number = 1; number <= 500; number++) store.append(lines("build", number, number));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(calls).toBe(1);
    expect(store.read().lineCount).toBe(500);
  });

  it("reads as the same object until something changes", async () => {
    const store = makeLogStore(steps, lines("fetch", 1, 3));
    const before = store.read();
    expect(store.read()).toBe(before);
    store.append(lines("fetch", 4, 4));
    await published(store);
    expect(store.read()).not.toBe(before);
  });

  it("finds words in lines that are there and in lines that come later, whatever their case and colour", async () => {
    const store = makeLogStore(steps, [{ number: 1, step: "fetch", text: "an \u001b[31mERR\u001b[0mOR" }]);
    store.find("Error");
    await published(store);
    store.append([...lines("build", 2, 3), { number: 4, step: "build", text: "error: again" }]);
    await published(store);
    expect(store.read().matches.map(({ number }) => number)).toEqual([1, 4]);
  });

  it("ends a search with an empty query", async () => {
    const store = makeLogStore(steps, lines("fetch", 1, 3));
    store.find("hello");
    await published(store);
    store.find("  ");
    await published(store);
    expect(store.read().matches).toEqual([]);
  });

  it("shows lines of a step that nobody announced", () => {
    const store = makeLogStore([], lines("surprise", 1, 2));
    expect(store.read().steps.map(({ key }) => key)).toEqual(["surprise"]);
  });
});

describe("the rows of a log", () => {
  const content = makeLogStore(steps, [...lines("fetch", 1, 3), ...lines("build", 4, 6)]).read();

  it("puts each step's header above its lines", () => {
    const rows = makeLogRows(content, new Set());
    expect(rows.count).toBe(8);
    expect([0, 4].map(rows.isHeader)).toEqual([true, true]);
    expect(rows.at(5)).toMatchObject({ kind: "line", line: { number: 4 } });
    expect(rows.headerOf(6)).toBe(4);
  });

  it("hides the lines of a closed step, and finds them at its header", () => {
    const rows = makeLogRows(content, new Set(["fetch"]));
    expect(rows.count).toBe(5);
    expect(rows.find(2)).toEqual({ index: 0, step: "fetch", isOpen: false });
    expect(rows.find(5)).toEqual({ index: 3, step: "build", isOpen: true });
  });

  it("does not find a line that has not arrived", () => {
    expect(makeLogRows(content, new Set()).find(99)).toBeNull();
  });
});
