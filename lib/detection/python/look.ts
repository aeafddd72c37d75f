import { aboutStart, type Doubt, type Finding, note, unsure } from "../finding.ts";
import { firstOf, type Place } from "../place.ts";
import { runtimeOf, type Wish } from "../runtime-version.ts";
import { rangeOf } from "../versions.ts";
import { objectApp } from "./asgi.ts";
import { djangoApp } from "./django.ts";
import { type PythonPackages, pythonPackages, within } from "./packages.ts";

/** What a framework makes of a place. */
export type PythonGuess = Pick<Finding, "evidence" | "doubts"> & {
  name: string;
  package: string;
  buildCommand: string | null;
  migrateCommand: string | null;
  startCommand: string | null;
  /** Packages that have to be there and are listed nowhere. */
  adds: string[];
  processes: Finding["processes"] & object;
};

/** What Python's manifests and manage.py say of a place. */
export async function lookForPython(place: Place): Promise<Finding | null> {
  const packages = await pythonPackages(place);
  const guess = (await djangoApp(place, packages)) ?? (await objectApp(place, packages));
  if (!guess && (!packages || packages.names.has("mkdocs"))) return null;
  const runtime = await runtimeOf(place, "python", pythonWishes(packages));
  const version = guess ? (packages?.names.get(guess.package) ?? null) : null;
  return {
    platform: "python",
    claim: guess ? "framework" : "manifest",
    framework: guess ? { name: guess.name, version } : null,
    runtime: runtime.found,
    packageManager: packages?.manager ?? null,
    installCommand: installOf(packages, guess?.adds ?? []),
    buildCommand: guess?.buildCommand ?? null,
    migrateCommand: guess?.migrateCommand ?? null,
    startCommand: guess ? guess.startCommand : plainStart(place),
    outputDirectory: null,
    processes: guess?.processes ?? [],
    evidence: [
      ...(guess && packages?.names.has(guess.package)
        ? [`${packages.from} requires ${guess.package} ${version ?? ""}`.trim()]
        : []),
      ...(packages ? [`${packages.manager.from} names ${packages.manager.name}`] : []),
      ...(guess?.evidence ?? []),
    ],
    doubts: [
      ...(guess?.doubts ?? plainDoubts(place)),
      ...addDoubts(guess),
      ...(packages?.doubts ?? []),
      ...runtime.doubts,
    ],
    requirements: [runtime.requirement, ...(packages?.requirements ?? [])],
  };
}

function installOf(packages: PythonPackages | null, adds: string[]): string | null {
  if (!packages) return null;
  return [packages.installCommand, ...adds.map(packages.add)].join(" && ");
}

function addDoubts(guess: PythonGuess | null): Doubt[] {
  return (guess?.adds ?? []).map((name) =>
    note(`${name}, which serves the app, is not among what is required, so the install command adds it. Require it.`),
  );
}

function pythonWishes(packages: PythonPackages | null): Wish[] {
  const wish = (text: unknown): Wish[] =>
    typeof text === "string" ? [{ text, range: rangeOf.python(text), from: "pyproject.toml" }] : [];
  const { pyproject = null } = packages ?? {};
  return [
    ...wish(within(pyproject, "project", "requires-python")),
    ...wish(within(pyproject, "tool", "poetry", "dependencies", "python")),
  ];
}

function plainStart(place: Place): string | null {
  const main = firstOf(place, ["main.py", "app.py", "server.py", "run.py"]);
  return main === null ? null : `.venv/bin/python ${main}`;
}

function plainDoubts(place: Place): Doubt[] {
  const main = plainStart(place);
  return [
    aboutStart(
      unsure(
        main === null
          ? "No framework is required that Devpilot knows: say how it is started."
          : "No framework is required that Devpilot knows: check the start command, and that it listens on PORT.",
      ),
    ),
  ];
}
