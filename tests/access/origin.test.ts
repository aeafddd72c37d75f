import { expect, test } from "vitest";
import { checkOrigin } from "#lib/access/origin.ts";

const from = (headers: Record<string, string>) => () =>
  checkOrigin(new Request("http://devpilot.internal/x", { method: "POST", headers }));

test("a page of ours may ask: by the host that it was loaded from, or by the configured address", () => {
  process.env.DEVPILOT_URL = "https://devpilot.example.com";
  expect(from({ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" })).not.toThrow();
  expect(from({ host: "10.0.0.7:3000", origin: "https://devpilot.example.com" })).not.toThrow();
});

test("another site, another port, a hidden origin and none at all are refused", () => {
  const host = "127.0.0.1:3000";
  for (const origin of [
    "https://evil.example",
    "http://127.0.0.1:4000",
    "http://127.0.0.1:3000.evil.example",
    "null",
    "",
  ])
    expect(from({ host, origin }), origin).toThrow(/did not come from a page of Devpilot/);
  expect(from({ host })).toThrow(/did not come from a page of Devpilot/);
});
