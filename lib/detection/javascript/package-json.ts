import { z } from "zod";
import { type Manifest, readJson } from "../json.ts";
import type { Place } from "../place.ts";

const text = z.string().optional().catch(undefined);
const texts = z
  .record(z.string(), z.unknown())
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
    ),
  )
  .catch({});

/** What counts of a package.json: https://docs.npmjs.com/cli/configuring-npm/package-json. A wrong part is left out. */
const shape = z.object({
  name: text,
  private: z.boolean().optional().catch(undefined),
  main: text,
  packageManager: text,
  scripts: texts.default({}),
  dependencies: texts.default({}),
  devDependencies: texts.default({}),
  peerDependencies: texts.default({}),
  engines: texts.default({}),
  volta: texts.default({}),
  workspaces: z
    .union([z.array(z.string()), z.object({ packages: z.array(z.string()) }).transform(({ packages }) => packages)])
    .optional()
    .catch(undefined),
});

export type PackageJson = z.infer<typeof shape>;

export function readPackageJson(place: Place): Promise<Manifest<PackageJson> | null> {
  return readJson(place, "package.json", shape);
}

/** The version of a dependency as it is written; null where there is none. */
export function dependency({ dependencies, devDependencies }: PackageJson, name: string): string | null {
  return dependencies[name] ?? devDependencies[name] ?? null;
}

export function dependencyNames({ dependencies, devDependencies }: PackageJson): ReadonlySet<string> {
  return new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
}
