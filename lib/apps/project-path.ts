import { and, inArray, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { may } from "#lib/access/grants.ts";
import { invalid } from "#lib/failure.ts";
import { lockMachine } from "./machine.ts";

const longest = 200;

/** What is wrong with a project path, in words, or null. It is used as it is written: nothing is repaired. */
export function projectPathProblem(path: string): string | null {
  return rules.find(({ breaks }) => breaks(path))?.problem ?? null;
}

/** An absolute directory of an app's own on its server. */
export const projectPath = z.string({ error: "The project path is missing." }).superRefine((path, context) => {
  const problem = projectPathProblem(path);
  if (problem) context.addIssue({ code: "custom", message: problem });
});

/** Directories that belong to the system, with all that is in them. */
const systemTrees = ["/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/run", "/sbin", "/sys"];
const partlySystem = ["/usr/bin", "/usr/lib", "/usr/sbin", "/usr/include", "/var/lib/dpkg", "/var/run", "/var/lock"];

/** Directories in which apps may live, but which are nobody's own. */
const shared = /^\/(?:[^/]+|home\/[^/]+|(?:usr|var)\/[^/]+|usr\/local\/[^/]+)$/;

const rules: { breaks(path: string): boolean; problem: string }[] = [
  { breaks: (path) => !path.startsWith("/"), problem: "Give an absolute path, such as /srv/shop." },
  {
    breaks: (path) => Buffer.byteLength(path) > longest,
    problem: `A project path has at most ${longest} characters.`,
  },
  { breaks: (path) => /[\p{Cc}]/u.test(path), problem: "A project path has no control characters." },
  { breaks: (path) => !path.isWellFormed(), problem: "A project path must be valid Unicode." },
  {
    breaks: (path) => path.split("/").some((part) => part === "." || part === ".."),
    problem: "Write the project path without . and .. parts.",
  },
  {
    breaks: (path) => path !== "/" && (path.includes("//") || path.endsWith("/")),
    problem: "Write the project path with single slashes and none at its end.",
  },
  {
    breaks: (path) => path === "/" || [...systemTrees, ...partlySystem].some((tree) => isWithin(path, tree)),
    problem: "This directory belongs to the system. Take one such as /srv/shop.",
  },
  {
    breaks: (path) => shared.test(path),
    problem: "This directory is not an app's own. Take one inside it, such as /srv/shop or /var/www/shop.",
  },
  {
    breaks: (path) => path.split("/").includes(".devpilot"),
    problem: "Devpilot keeps its own files in .devpilot. Take another directory.",
  },
];

/**
 * Throws beside `projectPath` when another app on the same machine has this directory, one inside it or one around it.
 * Holds the machine, so that of two apps saved at once the second sees the first.
 */
export async function refuseSharedPath(
  tx: Transaction,
  actor: Actor,
  wanted: { id: string; serverId: string; projectPath: string },
): Promise<void> {
  const serverIds = await lockMachine(tx, actor.workspaceId, wanted.serverId);
  const neighbours = await tx
    .select()
    .from(apps)
    .where(and(inArray(apps.serverId, serverIds), isNull(apps.removedAt), ne(apps.id, wanted.id)));
  const other = neighbours.find(({ projectPath: path }) => overlap(path, wanted.projectPath));
  if (!other) return;
  const isSeen = may(actor, "app.view", { appId: other.id, projectId: other.projectId });
  const where = isSeen ? `${other.name}, at ${other.projectPath}` : "another app";
  throw invalid("projectPath", `This directory overlaps with that of ${where}. Apps need directories of their own.`);
}

function overlap(a: string, b: string): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
