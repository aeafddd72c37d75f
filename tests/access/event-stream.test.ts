import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventStream, type StreamEvent } from "#lib/event-stream.ts";
import { Failure } from "#lib/failure.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const gone = new Failure("not_found", "There is no such workspace.");

/** A log that never ends, which a reader is always behind of. */
async function* endless(): AsyncGenerator<StreamEvent> {
  for (let line = 1; ; line++) yield { event: "log", data: line };
}

/** Nothing happens until the signal says that it is over. */
async function* quiet(signal: AbortSignal): AsyncGenerator<StreamEvent> {
  yield { event: "ready", data: {} };
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

function open(events: (signal: AbortSignal) => AsyncGenerator<StreamEvent>, recheck: () => Promise<unknown>) {
  const response = eventStream(new Request("http://devpilot.test/"), { events, recheck });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  return {
    response,
    reader,
    async next(): Promise<string | undefined> {
      const { value } = await reader.read();
      return value && decoder.decode(value);
    },
  };
}

test("a reader who is behind hears nothing more once the right to watch is gone", async () => {
  const { next } = open(endless, () => Promise.reject(gone));
  expect(await next()).toContain("event: log");
  await vi.advanceTimersByTimeAsync(5000);
  // What was on its way already, and then the end.
  const rest = [await next(), await next(), await next(), await next()].filter((text) => text?.includes("event: log"));
  expect(rest.length).toBeLessThanOrEqual(2);
});

test("a stream whose watcher was removed says so within five seconds, and is not looked up again", async () => {
  const recheck = vi.fn(() => Promise.reject(gone));
  const { next } = open(quiet, recheck);
  expect(await next()).toContain("event: ready");
  await vi.advanceTimersByTimeAsync(5000);
  expect(await next()).toBe(`event: revoked\ndata: {"message":"${gone.message}"}\n\n`);
  expect(await next()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(recheck).toHaveBeenCalledTimes(1);
});

test("a database that is away for a moment ends a stream so that it is opened again, and reveals nothing", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { next } = open(quiet, () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.7:5432")));
  await next();
  await vi.advanceTimersByTimeAsync(5000);
  expect(await next()).toMatch(/^event: failed\ndata: {"message":"Something went wrong \(ref [0-9A-F]{6}\)\."}\n\n$/);
  told.mockRestore();
});

test("a browser that leaves takes its timers along, and one that does not read is not written to", async () => {
  const { response, reader } = open(endless, () => Promise.resolve());
  await vi.advanceTimersByTimeAsync(120_000);
  expect(response.headers.get("cache-control")).toContain("no-store");
  await reader.cancel();
  expect(vi.getTimerCount()).toBe(0);
});
