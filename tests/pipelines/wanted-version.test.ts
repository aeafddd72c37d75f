import fc from "fast-check";
import semver from "semver";
import { expect, test } from "vitest";
import { wantedVersion } from "#lib/pipelines/wanted-version.ts";

test.each([
  [null, "", ""],
  ["*", "", "0.0.0"],
  [">=18", "", "18.0.0"],
  ["22", "22", "22.0.0"],
  ["22.x", "22", "22.0.0"],
  ["^22.3", "22", "22.3.0"],
  [">=20.9 <23", "22", "20.9.0"],
  ["^18 || ^20", "20", "18.0.0"],
  ["3.12", "3.12", "3.12.0"],
  ["~22.3.1", "22.3", "22.3.1"],
  ["^0.29", "0.29", "0.29.0"],
  ["22.11.0", "22.11.0", "22.11.0"],
  ["<=5.3.2", "5.2", "0.0.0"],
])("of %s the newest that will do begins with %j and is not older than %j", (range, wanted, least) => {
  expect(wantedVersion(range)).toEqual({ wanted, least });
});

test.each(["lts/iron", "latest", "not a version", ">2 <1"])("%s is no range of versions", (range) => {
  expect(wantedVersion(range)).toBeNull();
});

test("whatever is released last with that beginning is in the range", () => {
  const number = fc.integer({ min: 0, max: 40 });
  const range = fc
    .tuple(fc.constantFrom("^", "~", "", ">=", "<="), number, number, number)
    .map(([sign, ...parts]) => `${sign}${parts.join(".")}`);
  fc.assert(
    fc.property(range, (text) => {
      const found = wantedVersion(text);
      const parts = (found?.wanted ?? "").split(".").filter(Boolean);
      const newest = [...parts, "9999", "9999", "9999"].slice(0, 3).join(".");
      return (
        found !== null && (parts.length === 3 ? semver.satisfies(found.wanted, text) : semver.satisfies(newest, text))
      );
    }),
  );
});
