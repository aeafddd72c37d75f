import type { Server } from "#lib/access/authorize.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { connect, type ConnectOptions, type Login } from "#lib/ssh/connection.ts";
import { type HostKey, HostKeyChanged } from "#lib/ssh/host-keys.ts";
import { endpointOf } from "./open.ts";

/** The key that the server shows now, of the pinned type if it has one. Hangs up before anything is sent to it. */
export async function presentedHostKey(server: Server, onStage?: ConnectOptions["onStage"]): Promise<HostKey> {
  const matchesNone: HostKey = { type: server.hostKey?.type ?? "", key: "" };
  try {
    const connection = await connect(endpointOf(server), nothing, { hostKey: matchesNone, onStage });
    connection.end();
  } catch (error) {
    if (error instanceof HostKeyChanged) return error.presented;
    throw error;
  }
  throw new Error("a server signed in with no host key");
}

const nothing: Login = { kind: "password", password: Secret.of("") };
