import type { Finding } from "../finding.ts";
import type { KnownFramework } from "../frameworks.ts";
import { firstOf, type Place } from "../place.ts";
import { majorOf } from "../versions.ts";
import { dependency, type PackageJson } from "./package-json.ts";
import { type ChosenManager, managers } from "./package-manager.ts";

/** A place with a package.json, and what it is built with. */
export interface JavascriptApp {
  place: Place;
  manifest: PackageJson;
  dependencies: ReadonlySet<string>;
  manager: ChosenManager;
  frameworks: KnownFramework[];
}

/** What a framework makes of an app: the part of a finding that differs from one to the next. */
export type Guess = Pick<Finding, "platform" | "doubts" | "isAssets" | "processes"> & {
  /** As people know it; left out, the name in the table of frameworks. */
  name?: string;
  /** The package whose version is told. */
  dependency?: string;
  buildCommand: string | null;
  startCommand: string | null;
  outputDirectory: string | null;
};

export type Kind = (app: JavascriptApp, framework: KnownFramework) => Guess | Promise<Guess>;

export function runScript({ manager }: JavascriptApp, name: string): string {
  return managers[manager.name].run(name);
}

export function execute({ manager }: JavascriptApp, command: string): string {
  return managers[manager.name].exec(command);
}

/**
 * A program that keeps running. Without npx between, which would stand between it and its signals; in a monorepo and with
 * Plug'n'Play only the package manager knows where it lies.
 */
export function serve(app: JavascriptApp, command: string): string {
  const isInPlace = app.place.directory === "" && app.manager.name !== "yarn";
  return isInPlace ? `node_modules/.bin/${command}` : execute(app, command);
}

/** The script that builds, or else the framework's own command. */
export function buildWith(app: JavascriptApp, command: string): string {
  return app.manifest.scripts.build === undefined ? execute(app, command) : runScript(app, "build");
}

export function majorOfDependency({ manifest }: JavascriptApp, name: string): number | null {
  return majorOf(dependency(manifest, name));
}

/** The text of a framework's own file, in whichever of the languages, without its comments; empty where there is none. */
export async function readConfig({ place }: JavascriptApp, name: string): Promise<string> {
  const path = firstOf(
    place,
    ["js", "ts", "mjs", "cjs", "mts", "cts"].map((ending) => `${name}.${ending}`),
  );
  return path === null ? "" : codeOf(await place.readCode(path));
}

/** What a setting says, where it is written out as text: `outDir: "build"`. */
export function settingOf(code: string, name: string): string | null {
  return new RegExp(`\\b${name}\\s*:\\s*(["'\`])([^"'\`$]+)\\1`).exec(code)?.[2] ?? null;
}

export function hasSetting(code: string, name: string): boolean {
  return new RegExp(`\\b${name}\\s*:`).test(code);
}

/** `./build/` as it is written elsewhere: `build`. Null for what leads out of the app. */
export function insideOf(path: string): string | null {
  const plain = path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  return plain === "" || plain.startsWith("/") || plain.split("/").includes("..") ? null : plain;
}

function codeOf(text: string): string {
  return withoutBlocks(text).replaceAll(/(^|\s)\/\/.*$/gm, "$1");
}

/** An end that never comes is looked for once, and not after each beginning. */
function withoutBlocks(text: string): string {
  const [first = "", ...others] = text.split("/*");
  const end = text.lastIndexOf("*/");
  if (end < 0) return text;
  return others.reduce((code, part) => {
    const close = part.indexOf("*/");
    return close < 0 ? code : `${code}${part.slice(close + 2)}`;
  }, first);
}
