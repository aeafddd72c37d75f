import { aboutStart, type Doubt, likely, unsure } from "../finding.ts";
import { firstOf, type Place } from "../place.ts";
import { type Guess, type JavascriptApp, type Kind, runScript } from "./app.ts";

/** A server by one of the known libraries. */
export const server: Kind = async (app, framework) => {
  const guess = await nodeApp(app);
  const pages = app.frameworks.find(({ slug }) => slug === "vite" || slug === "parcel");
  const doubts =
    pages && app.place.has("index.html") ? [...guess.doubts, besidePages(framework.name, pages.name)] : guess.doubts;
  return { ...guess, name: framework.name, doubts };
};

function besidePages(library: string, bundler: string): Doubt {
  return unsure(
    `There is a server by ${library}, and ${bundler} builds pages beside it: say which one is deployed, or how both are.`,
  );
}

/** A server of any kind: how it is started is all that can be known. */
export async function nodeApp(app: JavascriptApp): Promise<Guess> {
  const start = await startOf(app);
  return {
    platform: "node",
    buildCommand: app.manifest.scripts.build === undefined ? null : runScript(app, "build"),
    startCommand: start.command,
    outputDirectory: null,
    doubts: start.doubts,
  };
}

/** Tools that serve a developer, not visitors. */
const forDevelopment =
  /\b(nodemon|ts-node-dev|tsx watch|node --watch|vite|next dev|nuxt dev|webpack(-dev-server)? serve|react-scripts start|nest start(?! --prod)|ng serve|astro dev|live-server|lite-server|http-server|browser-sync|parcel)\b|(^|\s)serve\b/;

/** A script that starts what visitors get; null where package.json has none. */
export function startScript({ manifest: { scripts } }: JavascriptApp): string | null {
  const isServing = (name: string) => scripts[name] !== undefined && !forDevelopment.test(scripts[name]);
  return ["start:prod", "start:production", "start"].find(isServing) ?? null;
}

interface Start {
  command: string | null;
  doubts: Doubt[];
}

async function startOf(app: JavascriptApp): Promise<Start> {
  const script = startScript(app);
  const entry = script === null ? entryOf(app) : entryIn(app, app.manifest.scripts[script] ?? "");
  const doubts = entry === null ? [] : await portDoubts(app.place, entry);
  if (script !== null) return { command: runScript(app, script), doubts: entry === null ? [unseen(script)] : doubts };
  if (entry === null) return { command: null, doubts: [aboutStart(unsure(noStart))] };
  const taken = likely(`package.json has no start script, so ${entry} was taken to be the server.`);
  return { command: `node ${entry}`, doubts: [aboutStart(taken), ...doubts] };
}

const noStart =
  "Nothing says how it is started: there is no start script in package.json, and no server.js or index.js.";

function unseen(script: string): Doubt {
  return likely(
    `What the script ${script} runs is not in the repository: make sure that it listens on the port it is given.`,
  );
}

const entries = ["server", "index", "app", "main"].flatMap((name) =>
  ["", "src/"].flatMap((within) => ["js", "mjs", "cjs", "ts", "mts"].map((ending) => `${within}${name}.${ending}`)),
);

function entryOf({ place, manifest }: JavascriptApp): string | null {
  return firstOf(place, [(manifest.main ?? "").replace(/^\.\//, ""), ...entries]);
}

/** The file that a script runs, or the source that it is built from. */
function entryIn(app: JavascriptApp, script: string): string | null {
  const named = /(?:^|\s)(?:\.\/)?([\w@./-]+\.[cm]?[jt]s)\b/.exec(script)?.[1];
  if (named !== undefined && app.place.has(named)) return named;
  const isBuilt = app.manifest.scripts.build !== undefined || named === undefined;
  return isBuilt ? entryOf(app) : null;
}

async function portDoubts(place: Place, entry: string): Promise<Doubt[]> {
  const text = await place.readCode(entry);
  if (/\bPORT\b/.test(text)) return [];
  if (/\b(listen|serve)\s*\(\s*\d+/.test(text)) {
    return [likely(`${entry} listens on a port of its own choice. Let it read PORT, which Devpilot gives it.`)];
  }
  return [likely(`${entry} does not name PORT itself: make sure that the app listens on the port it is given.`)];
}
