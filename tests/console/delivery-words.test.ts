import { expect, test } from "vitest";
import { pretty } from "#app/w/[workspace]/apps/[app]/deliveries/[delivery]/_parts/pretty.ts";
import { repeatedWords, sourceWords } from "#app/w/[workspace]/apps/[app]/deliveries/_parts/words.ts";

test("a delivery says how it became known", () => {
  expect(sourceWords({ source: "webhook", replayedBy: null })).toBe("by webhook");
  expect(sourceWords({ source: "reconciler", replayedBy: null })).toBe("found by comparing");
  expect(sourceWords({ source: "replay", replayedBy: "ana" })).toBe("replayed by ana");
});

test("what came once is not counted; what came again is", () => {
  expect(repeatedWords(0)).toBeNull();
  expect(repeatedWords(2)).toBe("came 3 times");
});

test("JSON is broken into lines, and everything else is shown as it came", () => {
  expect(pretty('{"ref":"refs/heads/main"}')).toBe('{\n  "ref": "refs/heads/main"\n}');
  expect(pretty('{"ref":"refs/he')).toBe('{"ref":"refs/he');
});
