import type { Place } from "../place.ts";
import type { Wish } from "../runtime-version.ts";
import { lineOf, rangeOf } from "../versions.ts";

export interface Gemfile {
  /** The version as it is written, null where any will do. */
  gems: ReadonlyMap<string, string | null>;
  wishes: Wish[];
}

/** What counts of a Gemfile, which is a program: https://bundler.io/man/gemfile.5.html. */
export async function readGemfile(place: Place): Promise<Gemfile | null> {
  if (!place.has("Gemfile")) return null;
  const code = (await place.readCode("Gemfile")).replaceAll(/^[ \t]*#.*$/gm, "");
  const named = [
    ...code.matchAll(/^[ \t]*gem[ \t]*\(?\s*["']([\w-]+)["'](?:\s*,\s*((?:["'][^"']*["'](?:\s*,\s*)?)+))?/gm),
  ];
  const ruby = /^[ \t]*ruby[ \t]+["']([^"']+)["']/m.exec(code)?.[1];
  return {
    gems: new Map(
      named.map(([, name = "", version]) => [name, version?.replaceAll(/["']/g, "").replace(/,\s*$/, "") ?? null]),
    ),
    wishes: ruby === undefined ? [] : [{ text: ruby, range: rangeIn(ruby), from: "Gemfile" }],
  };
}

function rangeIn(text: string): string | null {
  return /^\d/.test(text) ? lineOf(text, "minor") : rangeOf.ruby(text);
}
