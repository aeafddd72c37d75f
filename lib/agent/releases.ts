import { Failure } from "#lib/failure.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import { collect } from "./collect.ts";
import { header } from "./header.ts";
import { runAgent } from "./run.ts";

/** What lies in the place of an app on its server. */
export interface Inventory {
  /** The number of the release that visitors get, or in words where else `current` leads; null where there is none. */
  current: number | string | null;
  diskFreeBytes: number | null;
  /** By number; without bytes where counting took too long. */
  releases: { number: number; bytes: number | null }[];
  /** What else lies beside the releases. */
  others: { name: string; bytes: number | null }[];
}

const mostBytes = 1024 * 1024;

/**
 * Looks at what lies in a project's `deployments`, with sizes as `du` counts them, and changes none of it. Throws
 * `unavailable` when the connection is lost, `rejected` for what can't be looked at.
 */
export async function listReleases(connection: Connection, project: string): Promise<Inventory> {
  const { onOutput, bytes } = collect(mostBytes, "Too much lies beside the releases to be told.");
  const outcome = await runAgent(connection, "releases", header({ PROJECT: project }), { onOutput });
  if (outcome.kind === "lost") throw new Failure("unavailable", outcome.reason);
  const { code, reason } = outcome.answer;
  if (code !== 0) throw new Failure("rejected", reason ?? `The server could not tell what lies there (${code}).`);
  return readInventory(bytes().toString());
}

function readInventory(text: string): Inventory {
  const records = text.split("\0").map((record) => cut(record, "="));
  const all = (key: string) => records.filter(([name]) => name === key).map(([, value]) => value);
  return {
    current: readCurrent(all("current")[0]),
    diskFreeBytes: count(all("disk_free_bytes")[0]?.trim() ?? ""),
    releases: all("release").flatMap((words) => {
      const [number, bytes] = cut(words, " ");
      return releaseNumber.test(number) ? [{ number: Number(number), bytes: count(bytes) }] : [];
    }),
    others: all("other").map((words) => {
      const [bytes, name] = cut(words, " ");
      return { name, bytes: count(bytes) };
    }),
  };
}

const releaseNumber = /^[1-9]\d{0,8}$/;

function readCurrent(target: string | undefined): Inventory["current"] {
  if (target === undefined) return null;
  return releaseNumber.test(target) ? Number(target) : target;
}

/** Null for what was not counted, and for what is no amount. */
function count(words: string): number | null {
  return /^\d{1,15}$/.test(words) ? Number(words) : null;
}

function cut(record: string, separator: string): [string, string] {
  const at = record.indexOf(separator);
  return at < 0 ? [record, ""] : [record.slice(0, at), record.slice(at + 1)];
}
