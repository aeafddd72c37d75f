import { type Doubt, likely, note } from "../finding.ts";
import {
  buildWith,
  execute,
  type Guess,
  type JavascriptApp,
  type Kind,
  majorOfDependency,
  readConfig,
  runScript,
  serve,
  settingOf,
} from "./app.ts";

/** Nuxt 2 starts itself; 3 and 4 build a server that starts alone: https://nuxt.com/docs/getting-started/deployment. */
export const nuxt: Kind = async (app) => {
  const config = await readConfig(app, "nuxt.config");
  const { major, doubts } = majorFrom(app, config);
  const guess = (major === 2 ? nuxt2 : nuxt3)(app, config);
  return { platform: "nuxt", name: "Nuxt", dependency: packageOf(app), ...guess, doubts: [...doubts, ...guess.doubts] };
};

type Way = Pick<Guess, "buildCommand" | "startCommand" | "outputDirectory" | "doubts">;

function nuxt2(app: JavascriptApp, config: string): Way {
  const isStatic = settingOf(config, "target") === "static" || isGenerated(app);
  const isSpa = settingOf(config, "mode") === "spa" || hasNoServer(config);
  if (isStatic || isSpa) return files(app, "dist", isStatic ? "is generated to files" : "runs in the browser alone");
  return {
    buildCommand: buildWith(app, "nuxt build"),
    startCommand: serve(app, 'nuxt start --hostname "$HOST" --port "$PORT"'),
    outputDirectory: null,
    doubts: [],
  };
}

function nuxt3(app: JavascriptApp, config: string): Way {
  const needsServer = app.place.hasDirectory("server") || app.place.hasDirectory("server/api");
  if (isGenerated(app) || (hasNoServer(config) && !needsServer)) {
    return files(app, ".output/public", isGenerated(app) ? "is generated to files" : "has ssr switched off");
  }
  return {
    buildCommand: buildWith(app, "nuxt build"),
    startCommand: "node .output/server/index.mjs",
    outputDirectory: null,
    doubts: presetDoubts(app, config),
  };
}

function files(app: JavascriptApp, outputDirectory: string, reason: string): Way {
  const own = ["build", "generate"].find((name) => app.manifest.scripts[name]?.includes("nuxt generate"));
  return {
    buildCommand: own === undefined ? execute(app, "nuxt generate") : runScript(app, own),
    startCommand: null,
    outputDirectory,
    doubts: [note(`This app ${reason}, so a web server serves ${outputDirectory} and no server of its own runs.`)],
  };
}

/** The script that builds makes files, as far as package.json says. */
function isGenerated({ manifest: { scripts } }: JavascriptApp): boolean {
  return /\bnuxt generate\b/.test(scripts.build ?? "");
}

function hasNoServer(config: string): boolean {
  return /\bssr\s*:\s*false\b/.test(config.replaceAll(/routeRules\s*:\s*\{[\s\S]{0,4000}?\}\s*,?\s*\}/g, ""));
}

const packages = ["nuxt", "nuxt3", "nuxt-edge", "nuxt-nightly"];

function packageOf({ dependencies }: JavascriptApp): string {
  return packages.find((name) => dependencies.has(name)) ?? "nuxt";
}

/** By the version, or else by how the configuration is written. */
function majorFrom(app: JavascriptApp, config: string): { major: number; doubts: Doubt[] } {
  const major = majorOfDependency(app, packageOf(app));
  if (major !== null) return { major, doubts: [] };
  if (app.dependencies.has("nuxt3") || config.includes("defineNuxtConfig")) return { major: 3, doubts: [] };
  return {
    major: 3,
    doubts: [likely("package.json says no version of Nuxt. 3 or newer was taken; 2 is started differently.")],
  };
}

/** A preset makes another kind of server, or none: https://nitro.build/deploy. */
function presetDoubts({ manifest }: JavascriptApp, config: string): Doubt[] {
  const preset = settingOf(config, "preset") ?? /NITRO_PRESET=(\S+)/.exec(manifest.scripts.build ?? "")?.[1] ?? null;
  if (preset === null || /^node([-_]server)?$/.test(preset)) return [];
  return [likely(`The app is built for ${preset} (nitro preset). On a server of your own it is node-server.`)];
}
