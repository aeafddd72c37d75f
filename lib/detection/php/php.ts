import { type Doubt, type Finding, likely, note, unsure } from "../finding.ts";
import { firstOf, type Place } from "../place.ts";
import { runtimeOf } from "../runtime-version.ts";
import { type ComposerJson, extensionsOf, installCommand, phpWishes } from "./composer.ts";
import { type PhpFramework, phpFrameworks } from "./frameworks.ts";

const pages = [
  "public/index.php",
  "index.php",
  "web/index.php",
  "htdocs/index.php",
  "www/index.php",
  "webroot/index.php",
];

/** PHP without Laravel: by a framework that composer.json names, by composer.json alone, or by its files. */
export async function phpApp(place: Place, composer: ComposerJson | null): Promise<Finding | null> {
  const framework = frameworkOf(place, composer);
  const page = firstOf(place, pages);
  if (!composer && !framework && page === null && !place.has("artisan")) return null;
  const runtime = await runtimeOf(place, "php", composer ? phpWishes(composer) : []);
  const version = (framework && composer?.require[framework.package]) ?? null;
  return {
    platform: "php",
    claim: framework ? "framework" : composer ? "manifest" : "files",
    framework: framework ? { name: framework.name, version } : null,
    runtime: runtime.found,
    packageManager: composer ? { name: "composer", version: null, from: "composer.json" } : null,
    installCommand: composer ? installCommand : null,
    buildCommand: framework?.buildCommand ?? null,
    migrateCommand: framework?.migrateCommand?.(composer) ?? null,
    startCommand: null,
    outputDirectory: framework?.outputDirectory ?? directoryOf(page),
    ...(framework?.storagePaths ? { storagePaths: [...framework.storagePaths] } : {}),
    ...(framework?.exampleFiles ? { exampleFiles: framework.exampleFiles } : {}),
    evidence: evidenceOf(composer, framework, version, page),
    doubts: [...doubtsOf(place, composer, framework, page), ...runtime.doubts],
    requirements: [runtime.requirement, ...(composer ? ["composer", ...extensionsOf(composer)] : [])],
  };
}

function frameworkOf(place: Place, composer: ComposerJson | null): PhpFramework | null {
  const byPackage = phpFrameworks.find((one) => composer?.require[one.package] !== undefined);
  return byPackage ?? phpFrameworks.find(({ files }) => files?.every((path) => place.has(path))) ?? null;
}

function directoryOf(page: string | null): string | null {
  return page === null || !page.includes("/") ? null : (page.split("/")[0] ?? null);
}

function evidenceOf(
  composer: ComposerJson | null,
  framework: PhpFramework | null,
  version: string | null,
  page: string | null,
): string[] {
  return [
    ...(framework && version ? [`composer.json requires ${framework.package} ${version}`] : []),
    ...(framework && !version ? [`the files of ${framework.name} are there`] : []),
    ...(composer && !framework ? ["composer.json is there, without a framework that Devpilot knows"] : []),
    ...(page === null ? [] : [`${page} is there`]),
  ];
}

function doubtsOf(
  place: Place,
  composer: ComposerJson | null,
  framework: PhpFramework | null,
  page: string | null,
): Doubt[] {
  const doubts: Doubt[] = [];
  if (place.has("artisan"))
    doubts.push(unsure("artisan is there, but no composer.json that requires laravel/framework."));
  if (page === null)
    doubts.push(unsure("There is no index.php that a web server would begin with: it may be a library."));
  if (!composer) doubts.push(likely("No composer.json says what this is: it was told by its files alone."));
  if (composer && !framework) doubts.push(likely("composer.json names no framework: check which directory is served."));
  if (composer && !place.has("composer.lock")) {
    doubts.push(
      note("There is no composer.lock, so each deployment may get other versions of the dependencies. Commit it."),
    );
  }
  if (framework?.doubt) doubts.push(framework.doubt);
  return doubts;
}
