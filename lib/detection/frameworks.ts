import { type Framework, frameworkList } from "@vercel/frameworks";
import type { Place } from "./place.ts";

/** A framework of the JavaScript world that a place shows, as Vercel's table of them tells it. */
export interface KnownFramework {
  slug: string;
  name: string;
  /** The package by which it was told. */
  dependency: string | null;
  buildCommand: string | null;
  outputDirectory: string | null;
}

type Detector = NonNullable<NonNullable<Framework["detectors"]>["some"]>[number];

/** In the table's order, without those that another one of them stands for. `dependencies` are those of package.json. */
export async function frameworksIn(place: Place, dependencies: ReadonlySet<string>): Promise<KnownFramework[]> {
  const found: Framework[] = [];
  for (const framework of candidates) if (await isIn(framework)) found.push(framework);
  const covered = new Set(found.flatMap(({ supersedes = [] }) => supersedes));
  return found.filter(({ slug }) => !covered.has(slug ?? "")).map((framework) => known(framework, dependencies));

  async function isIn({ detectors }: Framework): Promise<boolean> {
    const { every = [], some = [] } = detectors ?? {};
    for (const detector of every) if (!(await matches(detector))) return false;
    if (some.length === 0) return every.length > 0;
    for (const detector of some) if (await matches(detector)) return true;
    return false;
  }

  async function matches({ path, matchContent, matchPackage }: Detector): Promise<boolean> {
    if (matchPackage !== undefined) return dependencies.has(matchPackage);
    if (path === undefined || !place.has(path)) return false;
    return matchContent === undefined || new RegExp(matchContent, "m").test(await place.readCode(path));
  }
}

/** Of other languages, for which there are tables of ours; their detectors go by the name of a file alone. */
const foreign = new Set(["python", "rust", "jekyll", "hugo", "middleman", "zola"]);

/** What is incidental, or there for Vercel itself, says nothing of an app. */
const candidates = frameworkList.filter(
  ({ slug, detectors, runtimeFramework, experimental, detectionConfidence, supersedes = [] }) =>
    detectors &&
    !runtimeFramework &&
    !experimental &&
    detectionConfidence !== "weak" &&
    ![slug ?? "", ...supersedes].some((name) => foreign.has(name)),
);

function known({ slug, name, detectors, settings }: Framework, dependencies: ReadonlySet<string>): KnownFramework {
  const packages = [...(detectors?.every ?? []), ...(detectors?.some ?? [])].map(({ matchPackage }) => matchPackage);
  const { outputDirectory, buildCommand } = settings;
  return {
    slug: slug ?? "",
    name,
    dependency: packages.find((one) => one !== undefined && dependencies.has(one)) ?? null,
    buildCommand: buildCommand.value,
    outputDirectory: "value" in outputDirectory ? outputDirectory.value : null,
  };
}
