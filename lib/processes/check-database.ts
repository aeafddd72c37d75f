import postgres from "postgres";
import { Failure } from "../failure.ts";

const OLDEST = 15;

/** Throws a Failure when no PostgreSQL of an age that Devpilot knows answers there. Never repeats the password. */
export async function checkDatabase(url: string): Promise<void> {
  const address = readAddress(url);
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as number`;
    refuseOld(Number(row?.number));
  } catch (error) {
    throw error instanceof Failure ? error : explain(error, address);
  } finally {
    await sql.end({ timeout: 1 });
  }
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
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const sentence =
    {
      "28P01": `PostgreSQL at ${host} does not accept the password of ${user} in DATABASE_URL.`,
      "28000": `PostgreSQL at ${host} does not let ${user} in: check DATABASE_URL and its pg_hba.conf.`,
      "3D000": `PostgreSQL at ${host} has no database called ${database}: create it, or correct DATABASE_URL.`,
      ENOTFOUND: `DATABASE_URL names the host ${host}, which does not exist.`,
      ECONNREFUSED: `No PostgreSQL answers at ${host}: is it running, and is DATABASE_URL right?`,
      CONNECT_TIMEOUT: `PostgreSQL at ${host} did not answer within 10 seconds: check DATABASE_URL and the network.`,
    }[code] ?? `PostgreSQL at ${host} could not be used: ${error instanceof Error ? error.message : String(error)}`;
  return new Failure("unavailable", sentence, { cause: error });
}
