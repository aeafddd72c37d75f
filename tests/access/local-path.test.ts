import fc from "fast-check";
import { expect, test } from "vitest";
import { localPath } from "#lib/access/local-path.ts";

test("a path of this console is kept with its filters", () => {
  expect(localPath("/w/acme-1a2b/activity?actor=1&cursor=x#row")).toBe("/w/acme-1a2b/activity?actor=1&cursor=x#row");
  expect(localPath("/")).toBe("/");
});

test.for([
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/w/..//evil.example",
  "\\\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "evil.example",
  " /w/acme",
  "",
])("%j leads elsewhere or nowhere, and is dropped", (text) => {
  expect(localPath(text)).toBeNull();
});

test("whatever is kept, a browser reads as an address on the same origin", () => {
  const pieces = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "@",
    ":",
    "?",
    "#",
    "%2f",
    "%5c",
    "\t",
    "\r",
    "evil.example",
    "w",
    " ",
  );
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")),
      (text) => {
        const kept = localPath(text);
        return kept === null || new URL(kept, "https://devpilot.example/sign-in").origin === "https://devpilot.example";
      },
    ),
    { numRuns: 2000 },
  );
});
