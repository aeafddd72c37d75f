import { describe, expect, it } from "vitest";
import { hostWords, nameList, projectWords } from "#app/w/[workspace]/settings/integrations/_parts/words.ts";

describe("an origin in words", () => {
  it.each([
    ["https://github.com", "github.com"],
    ["https://github.com:443", "github.com"],
    ["https://git.example.com:8443", "git.example.com:8443"],
    ["http://127.0.0.1:3000", "127.0.0.1:3000"],
    ["ssh://git.example.com:22", "git.example.com"],
    ["ssh://[::1]:2222", "[::1]:2222"],
  ])("%s is %s", (origin, words) => {
    expect(hostWords(origin)).toBe(words);
  });
});

describe("names in a row", () => {
  const named = (...names: string[]) => names.map((name) => ({ id: name, name }));

  it("lists a few and counts the others", () => {
    expect(nameList(named("shop", "blog"))).toBe("shop, blog");
    expect(nameList(named("a", "b", "c", "d", "e"))).toBe("a, b, c and 2 more");
  });

  it("tells all projects from some and from none", () => {
    expect(projectWords({ projects: null })).toBe("All projects");
    expect(projectWords({ projects: named("Shop") })).toBe("Only Shop");
    expect(projectWords({ projects: [] })).toBe("No project");
  });
});
