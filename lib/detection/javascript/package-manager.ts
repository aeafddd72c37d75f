import type { Found } from "../detection.ts";
import { type Doubt, likely, note } from "../finding.ts";
import type { Place } from "../place.ts";
import { rangeOf } from "../versions.ts";
import type { PackageJson } from "./package-json.ts";

export const managerNames = ["npm", "yarn", "pnpm", "bun"] as const;
export type ManagerName = (typeof managerNames)[number];

/** How one package manager is told to do things. */
interface Manager {
  lockFiles: readonly string[];
  install: string;
  /** Without a lock file there is nothing to hold on to. */
  installUnlocked: string;
  run(script: string): string;
  /** A program that a dependency brings. */
  exec(command: string): string;
}

export const managers: Record<ManagerName, Manager> = {
  npm: {
    lockFiles: ["package-lock.json", "npm-shrinkwrap.json"],
    install: "npm ci",
    installUnlocked: "npm install",
    run: (script) => (script === "start" ? "npm start" : `npm run ${script}`),
    exec: (command) => `npx ${command}`,
  },
  yarn: {
    lockFiles: ["yarn.lock"],
    install: "yarn install --frozen-lockfile",
    installUnlocked: "yarn install",
    run: (script) => `yarn run ${script}`,
    exec: (command) => `yarn run ${command}`,
  },
  pnpm: {
    lockFiles: ["pnpm-lock.yaml"],
    install: "pnpm install --frozen-lockfile",
    installUnlocked: "pnpm install",
    run: (script) => `pnpm run ${script}`,
    exec: (command) => `pnpm exec ${command}`,
  },
  bun: {
    lockFiles: ["bun.lock", "bun.lockb"],
    install: "bun install --frozen-lockfile",
    installUnlocked: "bun install",
    run: (script) => `bun run ${script}`,
    exec: (command) => `bunx ${command}`,
  },
};

export interface ChosenManager extends Found<string> {
  name: ManagerName;
  installCommand: string;
  /** As `apps.requirements`. */
  requirement: string;
  doubts: Doubt[];
}

/** The package manager that package.json names, or else the one whose lock file is nearest. */
export async function chooseManager(place: Place, manifest: PackageJson): Promise<ChosenManager> {
  const named = await namedManager(place, manifest);
  const locks = nearestLocks(place);
  const lock = locks.find(({ name }) => name === named?.name) ?? (named ? undefined : locks[0]);
  const name = named?.name ?? lock?.name ?? "npm";
  const version = named?.version ?? null;
  return {
    name,
    version,
    from: named?.from ?? lock?.path ?? null,
    installCommand: lock ? await lockedInstall(place, name, version) : managers[name].installUnlocked,
    requirement: requirementOf(name, version),
    doubts: doubtsOf(name, named !== null, locks, lock !== undefined),
  };
}

interface Named {
  name: ManagerName;
  version: string | null;
  from: string;
}

/** https://nodejs.org/api/corepack.html: `pnpm@9.1.0+sha224.953c8233f7a9`; in a workspace it stands at the root. */
async function namedManager(place: Place, manifest: PackageJson): Promise<Named | null> {
  const above = place.directory === "" ? null : await rootPackageManager(place);
  const text = manifest.packageManager ?? above ?? "";
  const [, name, version] = /^(npm|yarn|pnpm|bun)@([\d.]+)/.exec(text) ?? [];
  if (name && version) return { name: name as ManagerName, version, from: "packageManager in package.json" };
  const pinned = managerNames.find((one) => one !== "npm" && manifest.volta[one]);
  return pinned ? { name: pinned, version: manifest.volta[pinned] ?? null, from: "volta in package.json" } : null;
}

async function rootPackageManager(place: Place): Promise<string | null> {
  const text = await place.tree.read("package.json");
  return /"packageManager"\s*:\s*"([^"]+)"/.exec(text ?? "")?.[1] ?? null;
}

interface Lock {
  name: ManagerName;
  path: string;
}

/** The lock files of the nearest directory that has any, from the place up to the root. */
function nearestLocks({ directory, tree }: Place): Lock[] {
  const all = new Set(tree.files);
  const parts = directory === "" ? [] : directory.split("/");
  for (let depth = parts.length; depth >= 0; depth--) {
    const within = parts
      .slice(0, depth)
      .map((part) => `${part}/`)
      .join("");
    const locks = managerNames.flatMap((name) =>
      managers[name].lockFiles.filter((file) => all.has(within + file)).map((file) => ({ name, path: within + file })),
    );
    if (locks.length > 0) return locks;
  }
  return [];
}

/** Yarn 2 and newer know `--immutable` and no `--frozen-lockfile`: https://yarnpkg.com/cli/install. */
async function lockedInstall(place: Place, name: ManagerName, version: string | null): Promise<string> {
  if (name !== "yarn") return managers[name].install;
  const isBerry = version === null ? (await place.readUpwards(".yarnrc.yml")) !== null : !version.startsWith("1.");
  return isBerry ? "yarn install --immutable" : managers.yarn.install;
}

function requirementOf(name: ManagerName, version: string | null): string {
  const range = version === null ? null : rangeOf.npm(`^${version}`);
  return range === null || name === "npm" ? name : `${name}@${range}`;
}

function doubtsOf(name: ManagerName, isNamed: boolean, locks: Lock[], isLocked: boolean): Doubt[] {
  const kinds = [...new Set(locks.map((lock) => lock.name))];
  const files = locks.map(({ path }) => path).join(" and ");
  if (kinds.length > 1 && !isNamed)
    return [
      likely(`There are lock files of several package managers (${files}). ${name} was chosen: remove the others.`),
    ];
  if (kinds.length > 1)
    return [note(`There are lock files of several package managers (${files}); package.json names ${name}.`)];
  if (isLocked) return [];
  if (kinds.length === 1) return [likely(`package.json names ${name}, but the only lock file is ${files}.`)];
  return [note("There is no lock file, so each deployment may get other versions of the dependencies. Commit one.")];
}
