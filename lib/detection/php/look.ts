import { type Finding, unsure } from "../finding.ts";
import type { Place } from "../place.ts";
import { readComposer } from "./composer.ts";
import { laravelApp } from "./laravel.ts";
import { phpApp } from "./php.ts";

/** What composer.json, artisan and PHP files say of a place. */
export async function lookForPhp(place: Place): Promise<Finding | null> {
  const read = await readComposer(place);
  if (read?.broken) return broken(place, read.broken);
  const found = read?.value ? ((await laravelApp(place, read.value)) ?? (await phpApp(place, read.value))) : null;
  return found ?? phpApp(place, null);
}

function broken(place: Place, words: string): Finding {
  return {
    platform: place.has("artisan") ? "laravel" : "php",
    claim: "manifest",
    evidence: ["composer.json is there"],
    doubts: [unsure(words)],
    requirements: ["php", "composer"],
  };
}
