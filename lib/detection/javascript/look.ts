import type { ProposedHook } from "#lib/platforms/platform.ts";
import { type Doubt, type Finding, likely, unsure } from "../finding.ts";
import { frameworksIn, type KnownFramework } from "../frameworks.ts";
import type { Place } from "../place.ts";
import { runtimeOf, type Wish } from "../runtime-version.ts";
import { rangeOf } from "../versions.ts";
import { execute, type Guess, type JavascriptApp } from "./app.ts";
import { kindOf, weightOf } from "./kinds.ts";
import { buildInMonorepo } from "./monorepo.ts";
import { nodeApp, startScript } from "./node.ts";
import { orphans } from "./orphans.ts";
import { dependency, dependencyNames, type PackageJson, readPackageJson } from "./package-json.ts";
import { chooseManager } from "./package-manager.ts";
import { brokenPackage, plainPages } from "./plain.ts";

/** What package.json and what lies beside it say of a place. */
export async function lookForJavascript(place: Place): Promise<Finding | null> {
  const read = await readPackageJson(place);
  if (read === null) return plainPages(place);
  if (read.value === null) return brokenPackage(read.broken);
  const app = await openApp(place, read.value);
  const framework = app.frameworks[0];
  const guess = framework ? await kindOf(framework.slug).kind(app, framework) : null;
  if (guess) return findingOf(app, guess, framework);
  return withoutFramework(app);
}

async function openApp(place: Place, manifest: PackageJson): Promise<JavascriptApp> {
  const dependencies = dependencyNames(manifest);
  const frameworks = await frameworksIn(place, dependencies);
  frameworks.sort((one, other) => weightOf(one.slug) - weightOf(other.slug));
  return { place, manifest, dependencies, frameworks, manager: await chooseManager(place, manifest) };
}

async function withoutFramework(app: JavascriptApp): Promise<Finding | null> {
  const guess = await nodeApp(app);
  if (startScript(app) !== null || (guess.startCommand !== null && !app.place.has("index.html"))) {
    return { ...(await findingOf(app, guess)), claim: "manifest" };
  }
  const pages = await plainPages(app.place);
  const { build } = app.manifest.scripts;
  if (pages && build === undefined) return pages;
  const doubt = pages
    ? likely("Where the build script puts its files is not known: say which directory is served.")
    : unsure("package.json names no framework and no way to start: it may be a library, or tools.");
  const platform = pages ? "javascript" : "node";
  const found = await findingOf(app, {
    ...guess,
    platform,
    startCommand: null,
    outputDirectory: null,
    doubts: [doubt],
  });
  return { ...found, claim: "files", isAssets: pages === null };
}

async function findingOf(app: JavascriptApp, guess: Guess, framework?: KnownFramework): Promise<Finding> {
  const { manifest, manager } = app;
  const runtime = await runtimeOf(app.place, "node", nodeWishes(manifest));
  const { name, dependency: told, doubts, ...rest } = guess;
  const source = told ?? framework?.dependency ?? null;
  const version = source === null ? null : dependency(manifest, source);
  return {
    ...rest,
    buildCommand: buildInMonorepo(app, rest.buildCommand),
    claim: "framework",
    framework: framework ? { name: name ?? framework.name, version } : null,
    runtime: runtime.found,
    packageManager: { name: manager.name, version: manager.version, from: manager.from },
    installCommand: manager.installCommand,
    ...migrationsOf(app),
    evidence: evidenceOf(app, source, version),
    doubts: [...doubts, ...rivals(app), ...orphans(app), ...manager.doubts, ...runtime.doubts],
    requirements: [runtime.requirement, manager.requirement],
  };
}

function evidenceOf({ manifest, manager }: JavascriptApp, source: string | null, version: string | null): string[] {
  const start = manifest.scripts.start;
  return [
    ...(source === null ? [] : [`package.json requires ${source} ${version ?? ""}`.trim()]),
    ...(source === null && start ? [`package.json starts it with: ${start}`] : []),
    ...(manager.from === null ? [] : [`${manager.from} names ${manager.name}`]),
  ];
}

/** Frameworks that draw whole apps and are not the one that was chosen. */
function rivals({ frameworks }: JavascriptApp): Doubt[] {
  const [chosen, ...others] = frameworks;
  const rival = others.filter(({ slug }) => kindOf(slug).rank === "app");
  if (!chosen || rival.length === 0) return [];
  return [
    unsure(
      `package.json requires ${chosen.name} and ${rival.map(({ name }) => name).join(" and ")}: ${chosen.name} was taken.`,
    ),
  ];
}

function nodeWishes({ engines, volta }: PackageJson): Wish[] {
  const wish = (text: string | undefined, range: string | null, from: string): Wish[] =>
    text === undefined || text.trim() === "" ? [] : [{ text, range, from }];
  return [
    ...wish(volta.node, rangeOf.npm(`^${volta.node}`), "volta in package.json"),
    ...wish(engines.node, rangeOf.npm(engines.node ?? ""), "engines in package.json"),
  ];
}

/** Tools that keep a database's shape in the repository. */
function migrationsOf(app: JavascriptApp): Pick<Finding, "migrateCommand" | "hooks"> {
  if (!app.dependencies.has("prisma") && !app.dependencies.has("@prisma/client")) return { migrateCommand: null };
  const generate: ProposedHook = {
    stage: "post_source_control",
    name: "Generate the Prisma client",
    action: "run_command",
    input: { command: execute(app, "prisma generate") },
    reason: "Prisma is required, and some package managers do not run its generator while they install.",
    isEnabled: false,
  };
  const isMigrating = app.place.hasDirectory("prisma/migrations");
  return { migrateCommand: isMigrating ? execute(app, "prisma migrate deploy") : null, hooks: [generate] };
}
