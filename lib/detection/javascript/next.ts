import { type Doubt, likely, note, unsure } from "../finding.ts";
import {
  buildWith,
  hasSetting,
  insideOf,
  type JavascriptApp,
  type Kind,
  readConfig,
  runScript,
  serve,
  settingOf,
} from "./app.ts";

/** https://nextjs.org/docs/app/api-reference/config/next-config-js/output */
export const next: Kind = async (app) => {
  const config = await readConfig(app, "next.config");
  const output = settingOf(config, "output");
  const way = Object.hasOwn(ways, output ?? "") ? ways[output as WayName] : ways.server;
  const doubts = [...pageDoubts(app), ...(await configDoubts(app, config, output))];
  return { platform: "next", dependency: "next", doubts, ...way(app, config) };
};

type Way = (
  app: JavascriptApp,
  config: string,
) => { buildCommand: string; startCommand: string | null; outputDirectory: string | null };

const ways = {
  server: (app) => ({
    buildCommand: buildWith(app, "next build"),
    startCommand: startOf(app),
    outputDirectory: null,
  }),
  export: (app, config) => ({
    buildCommand: buildWith(app, "next build"),
    startCommand: null,
    outputDirectory: insideOf(settingOf(config, "distDir") ?? "out") ?? "out",
  }),
  // The small server is built without the files that it serves: they are put beside it.
  standalone: (app, config) => {
    const build = insideOf(settingOf(config, "distDir") ?? ".next") ?? ".next";
    const copies = [`cp -r ${build}/static ${build}/standalone/${build}/`];
    if (app.place.hasDirectory("public")) copies.push(`cp -r public ${build}/standalone/`);
    return {
      buildCommand: [buildWith(app, "next build"), ...copies].join(" && "),
      startCommand: `HOSTNAME="$HOST" node ${build}/standalone/server.js`,
      outputDirectory: null,
    };
  },
} satisfies Record<string, Way>;

type WayName = keyof typeof ways;

/** A server of one's own is started by its script; Next's own one listens where it is told to. */
function startOf(app: JavascriptApp): string {
  const script = app.manifest.scripts.start;
  const isOwn = script !== undefined && !/\bnext start\b/.test(script) && !/\bnext(\s+dev)?\s*$/.test(script);
  return isOwn ? runScript(app, "start") : serve(app, 'next start --hostname "$HOST" --port "$PORT"');
}

function pageDoubts({ place, manifest }: JavascriptApp): Doubt[] {
  const doubts: Doubt[] = [];
  if (!["app", "pages", "src/app", "src/pages"].some((path) => place.hasDirectory(path))) {
    doubts.push(unsure("package.json requires next, but there is no directory app or pages: nothing would be shown."));
  }
  if (manifest.dependencies.next === undefined) {
    doubts.push(likely("next is a dependency for development alone, as in a library that is tried with it."));
  }
  return doubts;
}

async function configDoubts({ place }: JavascriptApp, config: string, output: string | null): Promise<Doubt[]> {
  if (output === null && hasSetting(config, "output")) {
    return [likely("next.config decides by itself between a server and files (output): a server was taken.")];
  }
  if (output === "standalone" && place.directory !== "") {
    return [likely("In a monorepo the standalone server lies deeper below .next/standalone: check the start command.")];
  }
  return output === "export" ? [note("next.config says output: export, so files are served and no server runs.")] : [];
}
