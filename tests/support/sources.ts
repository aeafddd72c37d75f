import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One import of a file: where it leads, and whether only types come from there. */
export interface Import {
  /** A file of ours as its path from the root; else the name of a package. */
  target: string;
  isOurs: boolean;
  isType: boolean;
  isDynamic: boolean;
}

export interface Source {
  path: string;
  text: string;
  lines: number;
  imports: Import[];
}

const statement =
  /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s*)?"([^"]+)"|import\(\s*(?:\/\*.*?\*\/\s*)?"([^"]+)"\s*\)/gm;

/** Every TypeScript file of the project, as it is in the working tree. */
export function readSources(): Source[] {
  return execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
    .split("\0")
    .filter((path) => /\.tsx?$/.test(path) && existsSync(path))
    .map((path) => readSource(path));
}

function readSource(path: string): Source {
  const text = readFileSync(path, "utf8");
  return { path, text, lines: text.trimEnd().split("\n").length, imports: readImports(path, text) };
}

/** Imports and re-exports; `import("…")` as well, be it of a value or of a type. */
export function readImports(path: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, from, dynamic = ""]) => {
    const name = from ?? dynamic;
    const ours = resolve(path, name);
    return { target: ours ?? name, isOurs: ours !== undefined, isType: type !== undefined, isDynamic: !from };
  });
}

function resolve(from: string, name: string): string | undefined {
  if (name.startsWith("#")) return name.slice(1);
  return name.startsWith(".") ? join(dirname(from), name) : undefined;
}
