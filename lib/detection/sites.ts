import { type Finding, likely } from "./finding.ts";
import { firstOf, type Place } from "./place.ts";
import { pythonPackages } from "./python/packages.ts";
import { readGemfile } from "./ruby/gemfile.ts";
import { platforms } from "#lib/platforms/index.ts";

/** Pages made of texts, once, by programs that are not of the JavaScript world. */
export async function lookForSites(place: Place): Promise<Finding | null> {
  return (await jekyll(place)) ?? (await hugo(place)) ?? (await mkdocs(place));
}

/** https://jekyllrb.com/docs/structure/ */
async function jekyll(place: Place): Promise<Finding | null> {
  const gems = (await readGemfile(place))?.gems;
  const gem = ["jekyll", "github-pages"].find((name) => gems?.has(name));
  if (gem === undefined) return null;
  const hasLock = place.has("Gemfile.lock");
  return {
    ...site("Jekyll", gems?.get(gem) ?? null, "_site"),
    packageManager: { name: "bundler", version: null, from: hasLock ? "Gemfile.lock" : "Gemfile" },
    installCommand: hasLock ? platforms.ruby.installCommand : "bundle install",
    buildCommand: "JEKYLL_ENV=production bundle exec jekyll build",
    evidence: [`Gemfile requires ${gem}`],
    doubts: place.has("_config.yml") ? [] : [likely("Gemfile requires Jekyll, but there is no _config.yml.")],
    requirements: ["ruby", "bundle"],
  };
}

/** https://gohugo.io/configuration/introduction/ */
async function hugo(place: Place): Promise<Finding | null> {
  const config = firstOf(place, ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"]);
  if (config === null) return null;
  return {
    ...site("Hugo", null, "public"),
    installCommand: null,
    buildCommand: "hugo --gc --minify",
    evidence: [`${config} is there`],
    doubts: place.hasDirectory("content") ? [] : [likely(`${config} is there, but no directory content.`)],
    requirements: ["hugo"],
  };
}

/** https://www.mkdocs.org/user-guide/deploying-your-docs/ */
async function mkdocs(place: Place): Promise<Finding | null> {
  if (!place.has("mkdocs.yml")) return null;
  const packages = await pythonPackages(place);
  const isRequired = packages?.names.has("mkdocs") ?? false;
  const ownInstall = "python3 -m venv .venv && .venv/bin/pip install mkdocs";
  return {
    ...site("MkDocs", packages?.names.get("mkdocs") ?? null, "site"),
    packageManager: isRequired ? (packages?.manager ?? null) : null,
    installCommand: isRequired ? (packages?.installCommand ?? null) : ownInstall,
    buildCommand: ".venv/bin/mkdocs build",
    evidence: ["mkdocs.yml is there"],
    doubts: isRequired
      ? []
      : [likely("No file lists mkdocs among what is to be installed: its themes and plugins may be missing.")],
    requirements: ["python3", ...(isRequired ? (packages?.requirements ?? []) : [])],
  };
}

function site(name: string, version: string | null, outputDirectory: string) {
  return {
    platform: "static" as const,
    claim: "framework" as const,
    framework: { name, version },
    runtime: null,
    migrateCommand: null,
    startCommand: null,
    outputDirectory,
  };
}
