import type { Detection } from "#lib/detection/detection.ts";
import type { SourceTree } from "#lib/detection/source-tree.ts";

/** A repository of our own making in the shape that official starters have, and what it is. */
export interface Sample {
  name: string;
  files: Record<string, string>;
  /** Where to look; the root when left out. */
  directory?: string;
  expected: Partial<Detection> & Pick<Detection, "platform" | "certainty">;
  /** Parts of sentences that stand among the doubts, one each. */
  doubts?: string[];
  /** Keys of variables, by whether the app can do without. */
  required?: string[];
  suggested?: string[];
}

/** The files of a sample at a commit, with the paths that were read. */
export function treeOf(files: Record<string, string>, isTruncated = false): SourceTree & { reads: string[] } {
  const reads: string[] = [];
  return {
    commit: "4f2c1ab0".repeat(5),
    files: Object.keys(files),
    isTruncated,
    reads,
    read(path) {
      reads.push(path);
      return Promise.resolve(Object.hasOwn(files, path) ? (files[path] ?? null) : null);
    },
  };
}

export const json = (value: unknown) => JSON.stringify(value, null, 2);

/** The lock file of a package manager; only that it is there matters. */
export const locks = {
  npm: { "package-lock.json": json({ lockfileVersion: 3 }) },
  yarn: { "yarn.lock": "# yarn lockfile v1\n" },
  berry: { "yarn.lock": "__metadata:\n  version: 8\n", ".yarnrc.yml": "nodeLinker: node-modules\n" },
  pnpm: { "pnpm-lock.yaml": "lockfileVersion: '9.0'\n" },
  bun: { "bun.lock": "{}\n" },
};
