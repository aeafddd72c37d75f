import { expect, test } from "vitest";
import { apiOf } from "#lib/integrations/git/github-api.ts";

test.each([
  ["https://github.com:443", "https://api.github.com"],
  ["https://octocorp.ghe.com:443", "https://api.octocorp.ghe.com"],
  ["https://git.example.com:8443", "https://git.example.com:8443/api/v3"],
  ["https://octocorp.ghe.com.example.com:443", "https://octocorp.ghe.com.example.com/api/v3"],
  ["https://notghe.com:443", "https://notghe.com/api/v3"],
])("the API of %s is at %s", (origin, api) => {
  expect(apiOf(origin)).toBe(api);
});
