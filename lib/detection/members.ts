import { parse as parseYaml } from "yaml";
import { type Doubt, note } from "./finding.ts";
import { readPackageJson } from "./javascript/package-json.ts";
import type { Place } from "./place.ts";
import { within } from "./python/packages.ts";
import { tomlOf } from "./runtime-version.ts";

/** A directory with a manifest of its own, below the one that was looked at. */
export interface Member {
  directory: string;
  name: string;
}

export interface Members {
  list: Member[];
  /** What says that this is a monorepo. */
  evidence: string[];
  doubts: Doubt[];
}

const most = 50;

/** The parts of a monorepo: those that its manifests name, or else directories with manifests where the root has none. */
export async function membersOf(place: Place): Promise<Members> {
  const patterns = await patternsIn(place);
  const named = patterns.length > 0 || isMonorepo(place);
  const candidates = directoriesOf(place);
  const chosen =
    patterns.length > 0 ? candidates.filter(memberOf(patterns)) : named || !hasManifest(place, "") ? candidates : [];
  const list = chosen.map((directory) => ({
    directory: joined(place.directory, directory),
    name: directory.split("/").at(-1) ?? directory,
  }));
  const doubts =
    list.length > most ? [note(`There are ${list.length} packages here; the first ${most} were looked at.`)] : [];
  return { list: list.slice(0, most), evidence: evidenceOf(place, patterns), doubts };
}

const manifests = [
  "package.json",
  "composer.json",
  "go.mod",
  "pyproject.toml",
  "requirements.txt",
  "manage.py",
  "Pipfile",
  "Gemfile",
];

function hasManifest(place: Place, directory: string): boolean {
  return [...manifests, "artisan", "index.html", "index.php"].some((name) => place.has(joined(directory, name)));
}

/** nx and turbo leave the list of packages to others, or to their own project files. */
function isMonorepo(place: Place): boolean {
  return ["nx.json", "turbo.json", "lerna.json", "pnpm-workspace.yaml", "go.work"].some((name) => place.has(name));
}

function evidenceOf(place: Place, patterns: string[]): string[] {
  const tools = ["pnpm-workspace.yaml", "turbo.json", "nx.json", "lerna.json", "go.work"].filter((name) =>
    place.has(name),
  );
  const workspaces = patterns.length > 0 ? [`its packages are in ${patterns.join(", ")}`] : [];
  return [...tools.map((name) => `${name} is there`), ...workspaces];
}

const elsewhere =
  /(^|\/)(node_modules|vendor|tests?|__tests__|spec|fixtures?|examples?|docs?|\.[^/]+|testdata|templates?|dist|build)(\/|$)/;

/** Directories with a manifest, at most three deep, and none inside of another one. */
function directoriesOf(place: Place): string[] {
  const found = place.files.flatMap((path) => {
    const cut = path.lastIndexOf("/");
    const directory = path.slice(0, Math.max(cut, 0));
    const isNear = directory.split("/").length <= 3 && !elsewhere.test(directory);
    return cut > 0 && isNear && manifests.includes(path.slice(cut + 1)) ? [directory] : [];
  });
  return [...new Set(found)].toSorted();
}

/** The patterns of workspaces, as npm, yarn, pnpm, Lerna, Go and uv write them. */
async function patternsIn(place: Place): Promise<string[]> {
  const manifest = await readPackageJson(place);
  const pnpm = listed(within(yamlOf(await place.readCode("pnpm-workspace.yaml")), "packages"));
  const lerna = listed(within(yamlOf(await place.readCode("lerna.json")), "packages"));
  const go = [...((await place.read("go.work")) ?? "").matchAll(/^[ \t]*(?:use[ \t]+)?(\.\/[\w./-]+)[ \t\r]*$/gm)].map(
    ([, path = ""]) => path,
  );
  const uv = listed(within(tomlOf((await place.read("pyproject.toml")) ?? ""), "tool", "uv", "workspace", "members"));
  return [...(manifest?.value?.workspaces ?? []), ...pnpm, ...lerna, ...go, ...uv].map((pattern) =>
    pattern.replace(/^\.\//, "").replace(/\/$/, ""),
  );
}

/** `packages/*`, `apps/**`, `!packages/old`: the last pattern that fits decides. */
function memberOf(patterns: string[]) {
  const rules = patterns.filter(isPlain).map((pattern) => ({
    isIn: !pattern.startsWith("!"),
    shape: shapeOf(pattern.replace(/^!/, "")),
  }));
  return (directory: string) => rules.findLast(({ shape }) => shape.test(directory))?.isIn ?? false;
}

/** One with more stars than this names no directories that people make. */
function isPlain(pattern: string): boolean {
  return pattern.length <= 200 && pattern.split("*").length <= 6;
}

function shapeOf(pattern: string): RegExp {
  const text = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".+" : part === "*" ? "[^/]+" : part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")));
  return new RegExp(`^${text.join("")}$`);
}

function yamlOf(text: string): unknown {
  try {
    return parseYaml(text, { logLevel: "error" });
  } catch {
    // Not YAML: it names no packages.
    return null;
  }
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function joined(directory: string, path: string): string {
  return directory === "" ? path : `${directory}/${path}`;
}
