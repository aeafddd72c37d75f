import { platforms } from "#lib/platforms/index.ts";
import { bounded } from "./bounded.ts";
import { choose } from "./choose.ts";
import type { Detection, WantedVariable } from "./detection.ts";
import { ecosystems } from "./ecosystems.ts";
import { certaintyOf, type Doubt, type Finding, likely, unsure } from "./finding.ts";
import { hooksFor } from "./hooks.ts";
import { type Member, membersOf } from "./members.ts";
import { type Place, placeAt } from "./place.ts";
import { withProcfile } from "./procfile.ts";
import type { SourceTree } from "./source-tree.ts";
import { wantedVariables } from "./variables.ts";

/** Raised with every change of what is found, so that what an older one found is looked for anew. */
export const detectorVersion = 1;

/**
 * What the repository seems to be, in `directory` of it (empty for its root), told by the names of its files and a few
 * manifests. Throws beside `directory` for one that is not there, and in words when a file can't be had from the host.
 */
export async function detect(tree: SourceTree, directory = ""): Promise<Detection> {
  const place = placeAt(tree, directory);
  const found = choose(await findingsOf(place));
  const members = await membersOf(place);
  const packages = await appsAmong(tree, members.list);
  const chosen = packages.length > 0 && isUnclear(found) ? { ...monorepo, evidence: members.evidence } : found;
  const finding = chosen && (await withProcfile(place, chosen));
  const variables = await wantedVariables(place, finding);
  const doubts = [...(finding?.doubts ?? [nothingKnown(place)]), ...members.doubts, ...readingDoubts(place)];
  if (packages.length > 0) doubts.push(manyApps(packages, isUnclear(found)));
  return bounded(written(place, finding ?? nothing, { doubts, packages, variables }));
}

/** The root of a monorepo has tools, and often nothing that would be an app. */
function isUnclear(finding: Finding | null): boolean {
  return !finding || finding.isAssets === true || certaintyOf(finding.doubts) === "unsure";
}

async function findingsOf(place: Place): Promise<Finding[]> {
  const found = await Promise.all(ecosystems.map((look) => look(place)));
  return found.filter((finding) => finding !== null);
}

/** Members of a monorepo that are apps: what can't be started and shows no page is a library of theirs. */
async function appsAmong(tree: SourceTree, members: Member[]): Promise<Detection["packages"]> {
  const found = await Promise.all(
    members.map(async ({ directory, name }) => {
      const finding = choose(await findingsOf(placeAt(tree, directory)));
      if (!finding || isUnclear(finding)) return [];
      return [{ directory, name, platform: finding.platform, framework: finding.framework?.name ?? null }];
    }),
  );
  return found.flat();
}

const nothing: Finding = { platform: "other", claim: "files", evidence: [], doubts: [], requirements: [] };
const monorepo: Finding = { ...nothing, installCommand: null, buildCommand: null };

function nothingKnown({ files }: Place): Doubt {
  if (files.length === 0) return unsure("There are no files here.");
  if (files.includes("Dockerfile"))
    return unsure("There is a Dockerfile, and Devpilot deploys without containers: say what is run.");
  return unsure("There is no manifest here that Devpilot knows: choose a platform and say what is run.");
}

function readingDoubts(place: Place): Doubt[] {
  const unread = place.unreadable().map((path) => likely(`${path} can't be read as text, so it was passed over.`));
  if (!place.tree.isTruncated) return unread;
  return [likely("The git host told of a part of the files only, so something may have been missed."), ...unread];
}

function manyApps(packages: Detection["packages"], isRootUnclear: boolean): Doubt {
  const names = packages.map(({ directory }) => directory).join(", ");
  if (!isRootUnclear) return likely(`There are more apps in ${names}: choose the one that is to be deployed.`);
  if (packages.length === 1) return unsure(`The app is in ${names}, not at the root: choose that directory.`);
  return unsure(`There are several apps here, in ${names}: choose the one that is to be deployed.`);
}

interface Rest {
  doubts: Doubt[];
  packages: Detection["packages"];
  variables: WantedVariable[];
}

function written(place: Place, finding: Finding, { doubts, packages, variables }: Rest): Detection {
  const platform = platforms[finding.platform];
  const migrateCommand = orElse(finding.migrateCommand, platform.migrateCommand);
  return {
    commit: place.tree.commit,
    directory: place.directory,
    platform: finding.platform,
    certainty: certaintyOf(doubts),
    evidence: finding.evidence,
    doubts: doubts.map(({ words }) => words),
    framework: finding.framework ?? null,
    runtime: finding.runtime ?? null,
    packageManager: finding.packageManager ?? null,
    installCommand: orElse(finding.installCommand, platform.installCommand),
    buildCommand: orElse(finding.buildCommand, platform.buildCommand),
    migrateCommand,
    startCommand: orElse(finding.startCommand, platform.startCommand),
    outputDirectory: orElse(finding.outputDirectory, platform.outputDirectory),
    storagePaths: [...(finding.storagePaths ?? platform.storagePaths)],
    processes: finding.processes ?? [],
    requirements: [...new Set(finding.requirements)],
    variables,
    packages,
    hooks: hooksFor(platform.hooks, finding.hooks ?? [], migrateCommand),
  };
}

/** Null is an answer: there is no such command. */
function orElse<T>(found: T | null | undefined, otherwise: T | null): T | null {
  return found === undefined ? otherwise : found;
}
