import { existsSync } from "node:fs";
import { type Client, escapeIdentifier } from "pg";
import { withConnection } from "#db/pool.ts";
import { env } from "#lib/env.ts";
import { keyringFile, loadKeyring, makeKeyring } from "#lib/secrets/keyring.ts";
import { Failure } from "../failure.ts";

/**
 * Makes the keyring where there is none and nothing was sealed yet, and says where. Otherwise the same as `requireKeys`.
 */
export async function makeOrRequireKeys(url: string): Promise<string | void> {
  if (env.keys || existsSync(keyringFile()) || (await usedKeys(url)).length > 0) return requireKeys(url);
  makeKeyring(keyringFile());
  return `made in ${keyringFile()}`;
}

/** Throws a Failure when a key is missing that sealed a stored secret: going on would lose it. */
export async function requireKeys(url: string): Promise<void> {
  const keyring = loadKeyring();
  const missing = (await usedKeys(url)).filter((id) => !keyring.find(id));
  if (missing.length === 0) return;
  throw new Failure(
    "unavailable",
    `The keyring lacks the key ${missing.join(", ")}, which sealed secrets that are stored: put it back into ${env.keys ? "DEVPILOT_KEYS" : keyringFile()}.`,
  );
}

/** The ids of all keys in use, read from the heads of what is sealed, whatever table it is in. */
async function usedKeys(url: string): Promise<string[]> {
  return withConnection(url, async (client) => {
    const columns = await client.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns
      where table_schema = 'public' and data_type = 'bytea'`,
    );
    const found = new Set<string>();
    for (const { table_name, column_name } of columns.rows) {
      for (const id of await keysIn(client, table_name, column_name)) found.add(id);
    }
    return [...found];
  });
}

/** A sealed value begins with a version, the length of the key's id, and the id; hashes are shorter than any of them. */
async function keysIn(client: Client, table: string, column: string): Promise<string[]> {
  const value = escapeIdentifier(column);
  const { rows } = await client.query<{ id: string }>(
    `select distinct encode(substring(${value} from 3 for get_byte(${value}, 1)), 'escape') as id
    from ${escapeIdentifier(table)} where octet_length(${value}) > 64 and get_byte(${value}, 0) = 1`,
  );
  return rows.map((row) => row.id);
}
