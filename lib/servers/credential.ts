import { servers } from "#db/schema/servers.ts";
import { Failure } from "#lib/failure.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import { open, type Place, seal } from "#lib/secrets/vault.ts";
import type { Login } from "#lib/ssh/connection.ts";

type Row = Pick<typeof servers.$inferSelect, "id" | "workspaceId" | "privateKey" | "passphrase" | "password">;
type Column = "privateKey" | "passphrase" | "password";

/** What opens a server. A password beside a key: that key is ours and not on the server yet. */
export interface Credential {
  privateKey?: Secret;
  passphrase?: Secret;
  password?: Secret;
  /** Known for pairs that Devpilot made. */
  publicKey?: string;
}

/** The columns of the row, every one of them: what the credential does not have is forgotten. */
export function sealCredential(credential: Credential, server: { id: string; workspaceId: string }) {
  const sealed = (column: Column) => {
    const secret = credential[column];
    return secret ? seal(secret, placeOf(server, column)) : null;
  };
  return {
    privateKey: sealed("privateKey"),
    passphrase: sealed("passphrase"),
    password: sealed("password"),
    publicKey: credential.publicKey ?? null,
  };
}

/** How to sign in now: with the password as long as there is one, else with the key. */
export function openLogin(server: Row): Login {
  return loginWith(openCredential(server));
}

/** Throws `conflict` for a server whose credentials were removed. */
export function loginWith({ password, privateKey, passphrase }: Credential): Login {
  if (password) return { kind: "password", password };
  if (privateKey) return { kind: "key", privateKey, passphrase };
  throw new Failure("conflict", "Devpilot has no credential for this server. Give it a key or a password.");
}

/** The login with our own key while the password still holds, or null when there is no such key. */
export function openOwnKey(server: Row): Login | null {
  const { password, privateKey } = openCredential(server);
  return password && privateKey ? { kind: "key", privateKey } : null;
}

function openCredential(server: Row): Credential {
  const opened = (column: Column) => {
    const sealed = server[column];
    return sealed ? open(sealed, placeOf(server, column)) : undefined;
  };
  return { privateKey: opened("privateKey"), passphrase: opened("passphrase"), password: opened("password") };
}

const columnNames: Record<Column, string> = {
  privateKey: servers.privateKey.name,
  passphrase: servers.passphrase.name,
  password: servers.password.name,
};

function placeOf(server: { id: string; workspaceId: string }, column: Column): Place {
  return { workspaceId: server.workspaceId, table: "servers", row: server.id, column: columnNames[column] };
}
