import semver from "semver";
import type { Server } from "#lib/access/authorize.ts";
import type { Preflight } from "#lib/agent/preflight.ts";
import { readRequirement, type Requirement } from "#lib/pipelines/requirement.ts";
import { wantedVersion } from "#lib/pipelines/wanted-version.ts";
import type { ProposedHook } from "#lib/platforms/platform.ts";
import { type Check, fine, problem, warning } from "./check.ts";

/** Each thing that the app requires: there, there in another version, or missing, with a hook that installs it. */
export function programChecks(requirements: readonly string[], found: Preflight, installed: Set<string>): Check[] {
  return requirements.map(readRequirement).map((wanted) => {
    const lack = lackOf(wanted, found);
    if (lack === null) return there(wanted, found);
    if (installed.has(wanted.text)) return fine(nameOf(wanted), `${lack} A hook of the pipeline installs it first.`);
    return problem(
      nameOf(wanted),
      lack,
      "Add the hook that installs it, or install it on the server.",
      hookFor(wanted),
    );
  });
}

/** Hooks and services run as users that have to be there. */
export function userChecks({ name }: Server, found: Preflight): Check[] {
  return [...found.users].flatMap(([user, trouble]) =>
    trouble === ""
      ? []
      : [problem(`user:${user}`, trouble, `Mend it on ${name}, or let the hook run as another user.`)],
  );
}

/** git fetches the source, so every app needs it. */
export const always = ["git"] as const;

function lackOf({ kind, name, range }: Requirement, found: Preflight): string | null {
  if (kind === "extension") {
    return found.extensions.has(name) ? null : `The PHP extension ${name} is not on the server.`;
  }
  const version = found.tools.get(name);
  if (version === undefined) return `${name} is not on the server.`;
  if (range === null || version === null || isWithin(version, range)) return null;
  return `${name} ${version} is on the server, and the app wants ${range}.`;
}

function there({ kind, name, range, text }: Requirement, found: Preflight): Check {
  if (kind === "extension") return fine(`extension:${name}`, `The PHP extension ${name} is there.`);
  const version = found.tools.get(name) ?? null;
  if (version !== null) return fine(`tool:${name}`, `${name} ${version} is there.`);
  if (range === null) return fine(`tool:${name}`, `${name} is there.`);
  return warning(`tool:${name}`, `${name} is there, but does not tell its version; the app wants ${text}.`);
}

/** A version such as 3.12 or 1.22 is one without a patch. */
function isWithin(version: string, range: string): boolean {
  const known = semver.coerce(version);
  const wanted = semver.validRange(range);
  return known === null || wanted === null || semver.satisfies(known, wanted);
}

function nameOf({ kind, name }: Requirement): string {
  return kind === "extension" ? `extension:${name}` : `tool:${name}`;
}

function hookFor({ kind, text, name, range }: Requirement): ProposedHook {
  const bare = kind === "extension" ? `ext-${name}` : name;
  return {
    stage: "pre_source_control",
    name: `Install ${name}`,
    action: "install_runtime",
    input: { requirement: wantedVersion(range) ? text : bare },
    reason: `The app requires ${text}, and the server does not have it.`,
    isEnabled: true,
  };
}
