import { z } from "zod";
import { type Manifest, readJson } from "../json.ts";
import type { Place } from "../place.ts";
import { lineOf, rangeOf } from "../versions.ts";
import type { Wish } from "../runtime-version.ts";

const texts = z.record(z.string(), z.string()).catch({});

/** What counts of a composer.json: https://getcomposer.org/doc/04-schema.md. A wrong part is left out. */
const shape = z.object({
  type: z.string().optional().catch(undefined),
  require: texts.default({}),
  "require-dev": texts.default({}),
  config: z
    .object({ platform: z.record(z.string(), z.unknown()).catch({}).default({}) })
    .catch({ platform: {} })
    .default({ platform: {} }),
});

export type ComposerJson = z.infer<typeof shape>;

export function readComposer(place: Place): Promise<Manifest<ComposerJson> | null> {
  return readJson(place, "composer.json", shape);
}

/** `config.platform.php` is the version that the packages were chosen for; `require.php` all that would do. */
export function phpWishes({ config, require }: ComposerJson): Wish[] {
  const pinned = config.platform.php;
  const range = require.php;
  return [
    ...(typeof pinned === "string"
      ? [{ text: pinned, range: lineOf(pinned, "major"), from: "config.platform in composer.json" }]
      : []),
    ...(range === undefined ? [] : [{ text: range, range: rangeOf.composer(range), from: "composer.json" }]),
  ];
}

/** The extensions that composer.json requires, as `apps.requirements`. */
export function extensionsOf({ require }: ComposerJson): string[] {
  return Object.keys(require)
    .map((name) => name.toLowerCase())
    .filter((name) => /^ext-[a-z0-9_.-]{1,60}$/.test(name));
}

/** Without a lock file there is nothing to hold on to, and composer says so by itself. */
export const installCommand = "composer install --no-dev --no-interaction --prefer-dist --optimize-autoloader";
