import { randomBytes } from "node:crypto";
import { afterAll } from "vitest";
import { makeSetupToken } from "#lib/access/setup-token.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { spawnEntry } from "#tests/support/spawn-process.ts";

export interface Web {
  /** Without a slash at the end. */
  url: string;
  databaseUrl: string;
  /** What every process of this test needs, a worker say. */
  env: Record<string, string>;
}

/**
 * The built console on a free port with an empty database, gone with the test file. Verbs that the test itself calls
 * work on the same database, under the same keyring.
 */
export async function startWeb(more: Record<string, string> = {}): Promise<Web> {
  const databaseUrl = await freshDatabase();
  const keys = `k1:${randomBytes(32).toString("base64")}`;
  useKeyring(parseKeyring(keys, "the test"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { DATABASE_URL: databaseUrl, DEVPILOT_KEYS: keys, PORT: String(port), DEVPILOT_URL: url, ...more };
  const web = await spawnEntry("web", env);
  afterAll(() => web.stop());
  return { url, databaseUrl, env };
}

/** The one-time token of a fresh Devpilot. */
export async function setupToken(): Promise<string> {
  const token = await makeSetupToken();
  if (token === null) throw new Error("this Devpilot has a user already");
  return token;
}
