import type { Client } from "pg";
import { withConnection } from "#db/pool.ts";
import { Failure } from "../failure.ts";

const OLDEST = 15;

/** Throws a Failure when no PostgreSQL of an age that Devpilot knows answers there. Never repeats the password. */
export async function checkDatabase(url: string): Promise<void> {
  const address = readAddress(url);
  try {
    refuseOld(await withConnection(url, versionOf));
  } catch (error) {
    throw error instanceof Failure ? error : explain(error, address);
  }
}

async function versionOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ number: number }>(
    "select current_setting('server_version_num')::int as number",
  );
  return rows[0]?.number ?? 0;
}

interface Address {
  host: string;
  user: string;
  database: string;
}

function readAddress(url: string): Address {
  const { protocol, host, username, pathname } = URL.canParse(url) ? new URL(url) : new URL("none:");
  if (!["postgres:", "postgresql:"].includes(protocol)) {
    throw new Failure("invalid", "DATABASE_URL must look like postgres://user:password@host:5432/database.");
  }
  return { host: host || "this machine", user: decodeURIComponent(username), database: pathname.slice(1) };
}

function refuseOld(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major >= OLDEST) return;
  throw new Failure(
    "unavailable",
    `Devpilot needs PostgreSQL ${OLDEST} or newer; DATABASE_URL leads to version ${major}.`,
  );
}

function explain(error: unknown, { host, user, database }: Address): Failure {
  const code = codeOf(error);
  const sentence =
    {
      "28P01": `PostgreSQL at ${host} does not accept the password of ${user} in DATABASE_URL.`,
      "28000": `PostgreSQL at ${host} does not let ${user} in: check DATABASE_URL and its pg_hba.conf.`,
      "3D000": `PostgreSQL at ${host} has no database called ${database}: create it, or correct DATABASE_URL.`,
      ENOTFOUND: `DATABASE_URL names the host ${host}, which does not exist.`,
      ECONNREFUSED: `No PostgreSQL answers at ${host}: is it running, and is DATABASE_URL right?`,
      TIMEOUT: `PostgreSQL at ${host} did not answer within 10 seconds: check DATABASE_URL and the network.`,
    }[code] ?? `PostgreSQL at ${host} could not be used: ${error instanceof Error ? error.message : String(error)}`;
  return new Failure("unavailable", sentence, { cause: error });
}

/** The driver gives a time-out no code. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error) return String(error.code);
  return /timeout/i.test(error.message) ? "TIMEOUT" : "";
}
