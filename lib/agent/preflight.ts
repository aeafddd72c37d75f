import { Failure } from "#lib/failure.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { collect } from "./collect.ts";
import { header } from "./header.ts";
import { runAgent } from "./run.ts";

/** What a deployment wants to know of a server before it begins. */
export interface PreflightWish {
  app: string;
  /** The absolute path of the project. */
  project: string;
  port: number | null;
  /** Programs by their names. */
  tools: readonly string[];
  /** Of PHP, as `php -m` names them. */
  extensions: readonly string[];
  users: readonly string[];
  /** `GUARD_…` records: the limits of the app's builds. */
  guard: Readonly<Record<string, string>>;
}

/** What was found; null or absent is what the server can't tell. */
export interface Preflight {
  /** The project's directory, or the nearest above it that is there. */
  nearest: string;
  isWritable: boolean;
  diskBytes: number;
  diskFreeBytes: number;
  freeInodes: number | null;
  memoryBytes: number;
  memoryFreeBytes: number;
  swapFreeBytes: number;
  /** The newest releases, with the room that each takes. */
  releases: { number: number; bytes: number; inodes: number }[];
  mirrorBytes: number | null;
  /** Who has the port, and as what program. */
  listener: { user: string; command: string } | null;
  /** Programs that are there, with their version where they tell one. */
  tools: Map<string, string | null>;
  extensions: Set<string>;
  /** Why nothing can be run as a user, in words; empty for one that is well. */
  users: Map<string, string>;
  /** Root, or sudo without a password. */
  isRoot: boolean;
  /** Who keeps a service running: the system's manager, the user's own, or nobody. */
  manager: "system" | "user" | "none";
  /** What can hand requests over from one release to the next. */
  front: "node" | "python3" | "none";
  /** How a build is kept within its limits. */
  guard: "scope" | "limits";
}

const mostBytes = 1024 * 1024;

/**
 * Looks at everything that a deployment will depend on, without changing any of it; installs the agent where it is
 * missing. Throws `unavailable` when the connection is lost, `rejected` for a path that Devpilot does not deploy to.
 */
export async function preflight(connection: Connection, wish: PreflightWish): Promise<Preflight> {
  const { onOutput, bytes } = collect(mostBytes, "The server says more of itself than a server has to say.");
  const request = header({
    APP: wish.app,
    PROJECT: wish.project,
    PORT: wish.port === null ? "" : String(wish.port),
    TOOL: wish.tools,
    EXTENSION: wish.extensions,
    USER: wish.users,
    ...wish.guard,
  });
  const outcome = await runAgent(connection, "preflight", request, { onOutput });
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const { code, reason } = outcome.answer;
  if (code !== 0) throw new Failure("rejected", reason ?? `The server could not be looked at (${code}).`);
  return readAnswer(bytes().toString());
}

function readAnswer(text: string): Preflight {
  const facts = Map.groupBy(text.split("\0").map(cut("=")), ([key]) => key);
  const all = (key: string) => (facts.get(key) ?? []).map(([, value]) => value);
  const word = (key: string) => all(key)[0] ?? "";
  const count = (key: string) => amount(word(key));
  return {
    nearest: word("nearest"),
    isWritable: word("writable") === "yes",
    diskBytes: count("disk_bytes") ?? 0,
    diskFreeBytes: count("disk_free_bytes") ?? 0,
    freeInodes: count("free_inodes"),
    memoryBytes: count("memory_bytes") ?? 0,
    memoryFreeBytes: count("memory_free_bytes") ?? 0,
    swapFreeBytes: count("swap_free_bytes") ?? 0,
    releases: all("release").slice(0, mostReleases).map(readRelease),
    mirrorBytes: count("mirror_bytes"),
    listener: word("listener") === "" ? null : readListener(word("listener")),
    tools: new Map(
      all("tool")
        .map(cut(" "))
        .map(([name, version]) => [name, version || null]),
    ),
    extensions: new Set(all("extension")),
    users: new Map(all("user").map(cut(" "))),
    isRoot: word("sudo") === "yes",
    manager: managers.find((manager) => manager === word("manager")) ?? "none",
    front: fronts.find((front) => front === word("front")) ?? "none",
    guard: word("guard") === "scope" ? "scope" : "limits",
  };
}

const managers = ["system", "user", "none"] as const;
const fronts = ["node", "python3", "none"] as const;

const mostReleases = 3;

function readRelease(words: string): Preflight["releases"][number] {
  const [number = 0, bytes = 0, inodes = 0] = words.split(" ").map((word) => amount(word) ?? 0);
  return { number, bytes, inodes };
}

/** Null for what is no amount of anything. */
function amount(word: string): number | null {
  return /^\d{1,18}$/.test(word) ? Number(word) : null;
}

function readListener(words: string): NonNullable<Preflight["listener"]> {
  const [user, command] = cut(" ")(words);
  return { user, command: command.trim() };
}

function cut(separator: string): (record: string) => [string, string] {
  return (record) => {
    const at = record.indexOf(separator);
    return at < 0 ? [record, ""] : [record.slice(0, at), record.slice(at + 1)];
  };
}
