import semver from "semver";

/**
 * Versions as four worlds write them, in the words of npm: https://github.com/npm/node-semver#ranges. Null for what is
 * no version: "latest", "system", a branch.
 */
export const rangeOf = {
  npm: from((text) => text.replace(/^v(?=\d)/, "")),
  /** https://getcomposer.org/doc/articles/versions.md */
  composer: from((text) =>
    text
      .replaceAll(/@\w+/g, "")
      .replaceAll(/\s*\|\|?\s*/g, " || ")
      .replaceAll(/\s*,\s*/g, " ")
      .replaceAll(/~(\d+\.\d+)(?![\d.])/g, "^$1"),
  ),
  /** https://packaging.python.org/en/latest/specifications/version-specifiers/ */
  python: from((text) =>
    text
      .replaceAll(/\s*,\s*/g, " ")
      .replaceAll(/~=\s*(\d+\.\d+)(?![\d.])/g, "^$1")
      .replaceAll("~=", "~")
      .replaceAll(/===?/g, "=")
      .replaceAll(/!=\s*\S+/g, ""),
  ),
  /** https://guides.rubygems.org/patterns/#pessimistic-version-constraint */
  ruby: from((text) =>
    text
      .replaceAll(/["'\s]*,["'\s]*/g, " ")
      .replaceAll(/~>\s*(\d+\.\d+)(?![\d.])/g, "^$1")
      .replaceAll("~>", "~"),
  ),
} as const;

/** A version that a file pins, as the range of versions that will do as well: those of the same line. */
export function lineOf(pinned: string, line: "major" | "minor" | "newer"): string | null {
  const text = pinned
    .trim()
    .slice(0, longest)
    .replace(/^[a-z]*[-v]?(?=\d)/i, "");
  const version = /^\d+(\.\d+){0,2}/.exec(text)?.[0];
  if (version === undefined) return null;
  const [major, minor] = version.split(".");
  if (line === "newer") return `>=${version}`;
  if (minor === undefined) return `^${version}`;
  return line === "minor" ? `~${major}.${minor}` : `^${version}`;
}

/** The lowest major version that a range allows; null where it allows any. */
export function majorOf(range: string | null): number | null {
  const valid = range === null ? null : rangeOf.npm(range);
  return valid === null ? null : (semver.minVersion(valid)?.major ?? null);
}

/** No version would do for both. */
export function areApart(one: string, other: string): boolean {
  return rangeOf.npm(one) !== null && rangeOf.npm(other) !== null && !semver.intersects(one, other);
}

/** Longer ones are no versions, and would take long to read. */
const longest = 200;

function from(translate: (text: string) => string): (text: string) => string | null {
  return (text) => {
    const range = text.length > longest ? "" : translate(text).trim().replaceAll(/\s+/g, " ");
    return range !== "" && range !== "*" && semver.validRange(range) !== null ? range : null;
  };
}
