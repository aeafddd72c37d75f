import { type Doubt, likely, note, unsure } from "../finding.ts";
import {
  buildWith,
  type Guess,
  insideOf,
  type JavascriptApp,
  type Kind,
  readConfig,
  runScript,
  serve,
  settingOf,
} from "./app.ts";
import { startScript } from "./node.ts";

type Way = Pick<Guess, "platform" | "startCommand" | "outputDirectory" | "doubts">;

const service = (startCommand: string | null, doubts: Doubt[] = []): Way => ({
  platform: "node",
  startCommand,
  outputDirectory: null,
  doubts,
});

const files = (platform: Guess["platform"], outputDirectory: string, doubts: Doubt[] = []): Way => ({
  platform,
  startCommand: null,
  outputDirectory,
  doubts,
});

/** https://svelte.dev/docs/kit/adapters: the adapter decides what is built. */
export const svelteKit: Kind = async (app) => {
  const config = await readConfig(app, "svelte.config");
  const adapter = /@sveltejs\/adapter-([\w-]+)/.exec(config)?.[1] ?? "auto";
  const out = insideOf(settingOf(config, "out") ?? settingOf(config, "pages") ?? "build") ?? "build";
  const ways: Record<string, Way> = {
    node: service(`node ${out}`),
    static: files("javascript", out),
  };
  const foreign = service(null, [
    unsure(
      `svelte.config builds for another place (adapter-${adapter}). Use @sveltejs/adapter-node or adapter-static.`,
    ),
  ]);
  return {
    name: "SvelteKit",
    dependency: "@sveltejs/kit",
    buildCommand: buildWith(app, "vite build"),
    ...((Object.hasOwn(ways, adapter) ? ways[adapter] : undefined) ?? foreign),
  };
};

/** https://docs.astro.build/en/guides/on-demand-rendering: files, unless an adapter makes a server of it. */
export const astro: Kind = async (app) => {
  const config = await readConfig(app, "astro.config");
  const out = insideOf(settingOf(config, "outDir") ?? "dist") ?? "dist";
  const foreign = ["vercel", "netlify", "cloudflare"].find((name) => config.includes(`@astrojs/${name}`));
  const isServer = config.includes("@astrojs/node");
  const needsServer = ["server", "hybrid"].includes(settingOf(config, "output") ?? "");
  const doubts: Doubt[] = [];
  if (foreign) doubts.push(unsure(`astro.config builds for ${foreign}. Use @astrojs/node, or files alone.`));
  if (needsServer && !isServer && !foreign)
    doubts.push(unsure("astro.config wants a server, and names no adapter for it: use @astrojs/node."));
  if (!isServer && app.dependencies.has("@astrojs/node")) {
    doubts.push(likely("package.json requires @astrojs/node, but astro.config does not use it: files were taken."));
  }
  const way = isServer ? service(`node ${out}/server/entry.mjs`, doubts) : files("static", out, doubts);
  return { name: "Astro", dependency: "astro", buildCommand: buildWith(app, "astro build"), ...way };
};

/** https://reactrouter.com/how-to/spa: without ssr it is files. */
export const reactRouter: Kind = async (app) => {
  const isSpa = /\bssr\s*:\s*false\b/.test(await readConfig(app, "react-router.config"));
  const start = startScript(app) ? runScript(app, "start") : serve(app, "react-router-serve ./build/server/index.js");
  const way = isSpa
    ? files("react", "build/client", [
        note("react-router.config switches ssr off, so a web server serves build/client."),
      ])
    : service(start, servingDoubts(app));
  return {
    name: "React Router",
    dependency: "@react-router/dev",
    buildCommand: buildWith(app, "react-router build"),
    ...way,
  };
};

function servingDoubts(app: JavascriptApp): Doubt[] {
  if (startScript(app) || app.dependencies.has("@react-router/serve")) return [];
  return [likely("Nothing is required that would serve the app: require @react-router/serve, or switch ssr off.")];
}

/** https://v2.remix.run/docs/start/quickstart */
export const remix: Kind = async (app) => {
  const build = app.place.has("vite.config.ts") || app.place.has("vite.config.js") ? "remix vite:build" : "remix build";
  const start = startScript(app) ? runScript(app, "start") : serve(app, "remix-serve ./build/server/index.js");
  return { name: "Remix", dependency: "@remix-run/dev", buildCommand: buildWith(app, build), ...service(start) };
};

/** https://angular.dev/tools/cli/deployment: the application builder puts what browsers get into a directory of its own. */
export const angular: Kind = async (app) => {
  const workspace = await app.place.readCode("angular.json");
  const name = /"projects"\s*:\s*\{\s*"([^"]+)"/.exec(workspace)?.[1] ?? app.manifest.name ?? "app";
  const own = /"outputPath"\s*:\s*(?:\{\s*"base"\s*:\s*)?"([^"]+)"/.exec(workspace)?.[1];
  const output = insideOf(own ?? `dist/${name}`) ?? "dist";
  const isOld = /build-angular:browser"/.test(workspace);
  const doubts = workspace === "" ? [unsure("There is no angular.json, which says where the build goes.")] : [];
  const way = app.dependencies.has("@angular/ssr")
    ? service(`node ${output}/server/server.mjs`, doubts)
    : files("javascript", isOld ? output : `${output}/browser`, doubts);
  return { name: "Angular", dependency: "@angular/core", buildCommand: buildWith(app, "ng build"), ...way };
};

/** https://docs.nestjs.com/deployment */
export const nest: Kind = (app) => {
  const script = startScript(app);
  const doubts = app.place.has("src/main.ts") ? [] : [likely("There is no src/main.ts, where a Nest app begins.")];
  return {
    name: "NestJS",
    dependency: "@nestjs/core",
    buildCommand: buildWith(app, "nest build"),
    ...service(script === null ? "node dist/main.js" : runScript(app, script), doubts),
  };
};

/** What makes pages out of files, once, when it is built. */
export const site =
  (platform: Guess["platform"]): Kind =>
  (app, framework) => ({
    platform,
    buildCommand: buildWith(app, framework.buildCommand ?? "build"),
    startCommand: null,
    outputDirectory: framework.outputDirectory,
    doubts:
      framework.outputDirectory === null
        ? [unsure(`Where ${framework.name} builds to is not known: say which directory is served.`)]
        : [],
  });
