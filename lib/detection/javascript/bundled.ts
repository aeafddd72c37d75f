import type { PlatformName } from "#lib/platforms/index.ts";
import { type Doubt, likely, note, unsure } from "../finding.ts";
import { firstOf } from "../place.ts";
import { buildWith, hasSetting, insideOf, type JavascriptApp, type Kind, readConfig, settingOf } from "./app.ts";

/** https://vite.dev/guide/static-deploy: an index.html at the root is the app; without one it builds assets. */
export const vite: Kind = async (app, framework) => {
  const config = await readConfig(app, "vite.config");
  const outDir = settingOf(config, "outDir");
  const outputDirectory = insideOf(outDir ?? "dist");
  return {
    ...pagesOf(app, framework.name),
    isAssets: !app.place.has("index.html"),
    buildCommand: buildWith(app, "vite build"),
    startCommand: null,
    outputDirectory,
    doubts: [...viteDoubts(app, config, outputDirectory), ...sideDoubts(app)],
  };
};

function viteDoubts({ place }: JavascriptApp, config: string, outputDirectory: string | null): Doubt[] {
  const doubts: Doubt[] = [];
  if (!place.has("index.html"))
    doubts.push(unsure("Vite builds here, but there is no index.html for a browser to open."));
  if (outputDirectory === null)
    doubts.push(unsure("vite.config builds outside of the app: say which directory is served."));
  if (/\blib\s*:\s*\{/.test(config)) doubts.push(unsure("vite.config builds a library, not an app."));
  if (hasSetting(config, "root")) doubts.push(likely("vite.config moves the root: check the output directory."));
  if (hasSetting(config, "outDir") && settingOf(config, "outDir") === null) {
    doubts.push(likely("vite.config works out its output directory: check it."));
  }
  return doubts;
}

/** https://create-react-app.dev/docs/deployment */
export const createReactApp: Kind = (app) => ({
  platform: "react",
  name: "Create React App",
  dependency: "react-scripts",
  buildCommand: buildWith(app, "react-scripts build"),
  startCommand: null,
  outputDirectory: "build",
  doubts: app.place.has("public/index.html")
    ? sideDoubts(app)
    : [unsure("package.json requires react-scripts, but there is no public/index.html.")],
});

/** https://cli.vuejs.org/config/#outputdir */
export const vueCli: Kind = async (app) => {
  const outDir = settingOf(await readConfig(app, "vue.config"), "outputDir");
  return {
    platform: "vue",
    name: "Vue CLI",
    dependency: "@vue/cli-service",
    buildCommand: buildWith(app, "vue-cli-service build"),
    startCommand: null,
    outputDirectory: insideOf(outDir ?? "dist") ?? "dist",
    doubts: [
      ...(app.place.hasDirectory("src")
        ? []
        : [unsure("package.json requires Vue CLI, but there is no directory src.")]),
      ...sideDoubts(app),
    ],
  };
};

/** Bundlers that take what package.json tells them: the directory is a convention. */
export const otherBundler: Kind = (app, framework) => ({
  ...pagesOf(app, framework.name),
  isAssets: !app.place.has("index.html") && !app.place.has("src/index.html"),
  buildCommand: buildWith(app, framework.buildCommand ?? "build"),
  startCommand: null,
  outputDirectory: framework.outputDirectory,
  doubts: [
    likely(
      `${framework.name} builds to ${framework.outputDirectory ?? "a directory"} unless it is told otherwise: check it.`,
    ),
  ],
});

const views: { dependency: string; platform: PlatformName; name: string }[] = [
  { dependency: "react", platform: "react", name: "React" },
  { dependency: "vue", platform: "vue", name: "Vue" },
  { dependency: "svelte", platform: "javascript", name: "Svelte" },
  { dependency: "solid-js", platform: "javascript", name: "Solid" },
  { dependency: "preact", platform: "javascript", name: "Preact" },
  { dependency: "lit", platform: "javascript", name: "Lit" },
];

/** What draws the pages names the platform. */
export function pagesOf({ dependencies }: JavascriptApp, otherwise: string) {
  const view = views.find((one) => dependencies.has(one.dependency));
  if (!view) return { platform: "javascript" as const, name: otherwise };
  return { platform: view.platform, name: view.name, dependency: view.dependency };
}

const serverSide = ["express", "fastify", "koa", "hono", "@nestjs/core", "vike", "vite-plugin-ssr"];

/** Two things that draw pages, or a server beside them. */
export function sideDoubts({ place, dependencies, manifest }: JavascriptApp): Doubt[] {
  const drawn = ["react", "vue", "@angular/core"].filter((name) => dependencies.has(name));
  const servers = serverSide.filter((name) => name in manifest.dependencies);
  const doubts: Doubt[] = [];
  if (drawn.length > 1)
    doubts.push(unsure(`package.json requires ${drawn.join(" and ")}: only one of them can be the app.`));
  if (servers.length > 0) {
    doubts.push(
      unsure(`package.json requires ${servers.join(" and ")} too, so a server may have to run beside the pages.`),
    );
  }
  const entry = firstOf(place, ["server.js", "server.ts", "server.mjs"]);
  if (entry !== null && servers.length === 0)
    doubts.push(likely(`There is ${entry} too: a server may have to run beside the pages.`));
  if (drawn.length === 1 && manifest.dependencies[drawn[0] ?? ""] === undefined) {
    doubts.push(note(`${drawn[0]} is a dependency for development alone, which is enough for a build to files.`));
  }
  return doubts;
}
