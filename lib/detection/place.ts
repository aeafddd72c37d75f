import { invalid } from "#lib/failure.ts";
import type { SourceTree } from "./source-tree.ts";

/** One directory of a tree, where an app may be. Paths are relative to it, without a slash before them. */
export interface Place {
  directory: string;
  tree: SourceTree;
  files: readonly string[];
  has(path: string): boolean;
  hasDirectory(path: string): boolean;
  /** Each file is read once; null as `SourceTree.read`. Throws in words when the host fails. */
  read(path: string): Promise<string | null>;
  /** The beginning of a program or a setting, in which words are looked for: long enough for those that people write. */
  readCode(path: string): Promise<string>;
  /** The file of this name that is nearest on the way up to the root. */
  readUpwards(name: string): Promise<SourceFile | null>;
  /** What was read so far, here. */
  seen(): SourceFile[];
  /** What was asked for and is no text, or too long to be one of those that count. */
  unreadable(): string[];
}

export interface SourceFile {
  /** From the place that was looked at, or from the root where the file lies above it. */
  path: string;
  text: string;
}

export function placeAt(tree: SourceTree, directory: string): Place {
  const prefix = directory === "" ? "" : `${directory}/`;
  const files = tree.files.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  if (directory !== "" && files.length === 0 && !tree.isTruncated) throw noSuchDirectory(directory);
  const known = new Set(files);
  const all = new Set(tree.files);
  const read = reader(tree, all);
  const seen = new Map<string, string>();
  const unreadable = new Set<string>();
  const readHere = async (path: string) => {
    const text = await read(prefix + path);
    if (text !== null) seen.set(path, text);
    else if (known.has(path)) unreadable.add(path);
    return text;
  };

  return {
    directory,
    tree,
    files,
    has: (path) => known.has(path),
    hasDirectory: (path) => files.some((file) => file.startsWith(`${path}/`)),
    read: readHere,
    readCode: async (path) => ((await readHere(path)) ?? "").slice(0, mostCode),
    async readUpwards(name) {
      const path = upwardsFrom(directory, name).find((candidate) => all.has(candidate));
      if (path === undefined) return null;
      const text = await read(path);
      if (text === null) unreadable.add(path);
      return text === null ? null : { path: path.startsWith(prefix) ? path.slice(prefix.length) : path, text };
    },
    seen: () => [...seen].map(([path, text]) => ({ path, text: text.slice(0, mostCode) })),
    unreadable: () => [...unreadable],
  };
}

const mostCode = 48 * 1024;

/** The first of these files that is here. */
export function firstOf(place: Place, paths: readonly string[]): string | null {
  return paths.find((path) => place.has(path)) ?? null;
}

function reader(tree: SourceTree, all: ReadonlySet<string>) {
  const readings = new Map<string, Promise<string | null>>();
  return (path: string): Promise<string | null> => {
    if (!all.has(path)) return Promise.resolve(null);
    const reading = readings.get(path) ?? tree.read(path).then((text) => text?.replace(/^\uFEFF/, "") ?? null);
    readings.set(path, reading);
    return reading;
  };
}

function upwardsFrom(directory: string, name: string): string[] {
  const parts = directory === "" ? [] : directory.split("/");
  return [...parts, ""].map((_, up) => [...parts.slice(0, parts.length - up), name].join("/"));
}

function noSuchDirectory(directory: string) {
  return invalid("directory", `There is no directory ${directory} at this commit. Choose one that the repository has.`);
}
