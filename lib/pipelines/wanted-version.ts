import semver from "semver";

/** What to ask a version manager for: the beginning of a version, and the oldest that will do; empty for any. */
export interface WantedVersion {
  wanted: string;
  least: string;
}

const numbers = Array.from({ length: 101 }, (_, index) => 100 - index);

/**
 * The newest beginning of a version of which the newest release is inside a range: `22` for `^22.3`, `22.3` for
 * `~22.3.1`, nothing for a range without an end, all of it for a range of one. Null for what is no range, or is empty.
 */
export function wantedVersion(range: string | null): WantedVersion | null {
  if (range === null) return { wanted: "", least: "" };
  const least = semver.validRange(range) === null ? null : semver.minVersion(range)?.version;
  if (!least) return null;
  if (holdsNewest(range, "")) return { wanted: "", least };
  for (const major of numbers.filter((number) => semver.intersects(range, `${number}.x`))) {
    const beginnings = [`${major}`, ...numbers.map((minor) => `${major}.${minor}`)];
    const wanted = beginnings.find((beginning) => holdsNewest(range, beginning));
    if (wanted !== undefined) return { wanted, least };
  }
  return { wanted: least, least };
}

/** Whether what will be released last with this beginning is in the range. */
function holdsNewest(range: string, beginning: string): boolean {
  const parts = [...beginning.split(".").filter(Boolean), "99999", "99999", "99999"];
  return semver.satisfies(parts.slice(0, 3).join("."), range);
}
