import { describe, expect, it } from "vitest";
import { dayWords, durationWords, exactTime, relativeTime } from "#app/_ui/time-words.ts";

const now = Date.UTC(2026, 4, 3, 12);
const seconds = (count: number) => now - count * 1000;

describe("times in words", () => {
  it.each([
    [10, "just now"],
    [50, "1 m ago"],
    [3 * 3600, "3 h ago"],
    [2 * 86_400, "2 d ago"],
    [30 * 86_400, "4 w ago"],
    [90 * 86_400, "2 mo ago"],
    [800 * 86_400, "2 y ago"],
    [-7200, "in 2 h"],
  ])("%i seconds back is %s", (back, words) => {
    expect(relativeTime(seconds(back), now)).toBe(words);
  });

  it.each([
    [400, "0.4 s"],
    [38_900, "38 s"],
    [84_000, "1 m 24 s"],
    [7_500_000, "2 h 5 m"],
    [-5, "0.0 s"],
  ])("%i milliseconds take %s", (milliseconds, words) => {
    expect(durationWords(milliseconds)).toBe(words);
  });

  it("names the day in the reader's zone, with the year when it is another one", () => {
    expect(dayWords(Date.UTC(2026, 4, 2, 23), now, "UTC")).toBe("2 May");
    expect(dayWords(Date.UTC(2026, 4, 2, 23), now, "Europe/Berlin")).toBe("3 May");
    expect(dayWords(Date.UTC(2025, 4, 2), now, "UTC")).toBe("2 May 2025");
  });

  it("says the exact time with its zone", () => {
    expect(exactTime(now, "UTC")).toMatch(/Sun.* 3 May 2026.* 12:00:00 UTC/);
  });
});
