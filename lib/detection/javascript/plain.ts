import { type Finding, likely, unsure } from "../finding.ts";
import type { Place } from "../place.ts";

/** Configurations that belong to a package.json which is not there. */
const orphans =
  /^(next|nuxt|vite|svelte|astro|vue|webpack|remix|react-router)\.config\.[cm]?[jt]s$|^(angular|tsconfig)\.json$|lock\.json$|^(yarn\.lock|pnpm-lock\.yaml)$/;

/** An index.html with what it loads, which a web server serves as it is. */
export async function plainPages(place: Place): Promise<Finding | null> {
  const page = ["index.html", "public/index.html"].find((path) => place.has(path));
  const orphan = place.has("package.json") ? undefined : place.files.find((path) => orphans.test(path));
  if (page === undefined) return orphan === undefined ? null : lostManifest(orphan);
  const text = await place.readCode(page);
  const hasScripts = place.files.some((path) => /\.[cm]?js$/.test(path) && !path.includes("node_modules/"));
  const isSource = /<script[^<>]{1,300}?src=["'][^"'<>]{1,300}\.(tsx?|jsx|vue)["']/.test(text);
  return {
    platform: hasScripts ? "javascript" : "static",
    claim: "files",
    framework: null,
    runtime: null,
    packageManager: null,
    installCommand: null,
    buildCommand: null,
    startCommand: null,
    outputDirectory: page === "index.html" ? null : "public",
    evidence: [`${page} is there, and nothing that has to be built`],
    doubts: [
      likely("No manifest says what this is: its files are served as they are."),
      ...(orphan === undefined
        ? []
        : [unsure(`${orphan} is there without a package.json, which would say how to build.`)]),
      ...(isSource ? [unsure(`${page} loads a source file that has to be built first, and nothing says how.`)] : []),
    ],
    requirements: [],
  };
}

function lostManifest(orphan: string): Finding {
  return unclear(`${orphan} is there without a package.json, which would say what is built and how.`, [
    `${orphan} is there`,
  ]);
}

export function brokenPackage(words: string): Finding {
  return unclear(words, ["package.json is there"]);
}

function unclear(words: string, evidence: string[]): Finding {
  return {
    platform: "node",
    claim: "files",
    installCommand: null,
    buildCommand: null,
    startCommand: null,
    isAssets: true,
    evidence,
    doubts: [unsure(words)],
    requirements: ["node"],
  };
}
