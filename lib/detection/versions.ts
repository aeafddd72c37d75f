import semver from "semver";

/**
 * Versions as five worlds write them, in the words of npm: https://github.com/npm/node-semver#ranges. Null for what is
 * no version: "latest", "system", a branch.
 */
export const rangeOf = {
  npm: (text: string) => valid(text.replace(/^v(?=\d)/, "")),
  /** https://getcomposer.org/doc/articles/versions.md */
  composer: (text: string) =>
    valid(
      text
        .replaceAll(/@\w+/g, "")
        .replaceAll(/\s*\|\|?\s*/g, " || ")
        .replaceAll(/\s*,\s*/g, " ")
        .replaceAll(/~(\d+\.\d+)(?![\d.])/g, "^$1"),
    ),
  /** https://packaging.python.org/en/latest/specifications/version-specifiers/ */
  python: (text: string) =>
    valid(
      text
        .replaceAll(/\s*,\s*/g, " ")
        .replaceAll(/~=\s*(\d+\.\d+)(?![\d.])/g, "^$1")
        .replaceAll("~=", "~")
        .replaceAll(/===?/g, "=")
        .replaceAll(/!=\s*\S+/g, ""),
    ),
  /** https://guides.rubygems.org/patterns/#pessimistic-version-constraint */
  ruby: (text: string) =>
    valid(
      text
        .replaceAll(/["'\s]*,["'\s]*/g, " ")
        .replaceAll(/~>\s*(\d+\.\d+)(?![\d.])/g, "^$1")
        .replaceAll("~>", "~"),
    ),
} as const;

/** A version that a file pins, as the range of versions that will do as well: those of the same line. */
export function lineOf(pinned: string, line: "major" | "minor" | "newer"): string | null {
  const text = pinned.trim().replace(/^[a-z]*[-v]?(?=\d)/i, "");
  const version = /^\d+(\.\d+){0,2}/.exec(text)?.[0];
  if (version === undefined) return null;
  const [major, minor] = version.split(".");
  if (line === "newer") return `>=${version}`;
  if (minor === undefined) return `^${version}`;
  return line === "minor" ? `~${major}.${minor}` : `^${version}`;
}

/** The lowest major version that a range allows; null where it allows any. */
export function majorOf(range: string | null | undefined): number | null {
  if (!range || !semver.validRange(range) || semver.validRange(range) === "*") return null;
  return semver.minVersion(range)?.major ?? null;
}

/** No version would do for both. */
export function areApart(one: string, other: string): boolean {
  return semver.validRange(one) !== null && semver.validRange(other) !== null && !semver.intersects(one, other);
}

function valid(text: string): string | null {
  const trimmed = text.trim().replaceAll(/\s+/g, " ");
  return trimmed !== "" && trimmed !== "*" && semver.validRange(trimmed) !== null ? trimmed : null;
}
