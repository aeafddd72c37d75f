import type { Actor } from "#lib/access/actor.ts";
import type { Server } from "#lib/access/authorize.ts";
import { connect, type Connection, type Login } from "#lib/ssh/connection.ts";
import type { Stage } from "#lib/ssh/failures.ts";
import { HostKeyChanged, sameHostKey } from "#lib/ssh/host-keys.ts";
import { noteConnection, seenIn } from "./note-connection.ts";
import { endpointOf, pinnedKey } from "./open.ts";
import { presentedHostKey } from "./presented-key.ts";
import type { Stages } from "./stages.ts";

/** A connection of the test's own, made afresh and told stage by stage; what it shows is kept in the row. */
export async function signIn(actor: Actor, server: Server, login: Login, stages: Stages): Promise<Connection> {
  const hostKey = pinnedKey(server);
  const options = { hostKey, onStage: tellTo(stages, server) };
  const connection = await noting(actor, server, () => connect(endpointOf(server), login, options));
  await noteConnection(actor, server, { connection: "connected" });
  return connection;
}

/** Goes as far as the fingerprint and asks for its confirmation. Throws HostKeyChanged for another than the pinned one. */
export async function showHostKey(actor: Actor, server: Server, stages: Stages): Promise<void> {
  const presented = await noting(actor, server, () => presentedHostKey(server, tellTo(stages, server)));
  if (!server.hostKey || sameHostKey(server.hostKey, presented)) return stages.askFor(presented);
  const changed = new HostKeyChanged(server.hostKey, presented);
  await note(actor, server, changed);
  throw changed;
}

async function noting<T>(actor: Actor, server: Server, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    await note(actor, server, error);
    throw error;
  }
}

async function note(actor: Actor, server: Server, error: unknown): Promise<void> {
  const seen = seenIn(error);
  if (seen) await noteConnection(actor, server, seen);
}

function tellTo(stages: Stages, server: Server) {
  return (stage: Stage, fact?: string) => {
    if (fact === undefined) stages.run(stage, begun[stage](server));
    else stages.pass(stage, done[stage](server, fact));
  };
}

const begun: Record<Stage, (server: Server) => string> = {
  resolve: ({ host }) => `Looking up ${host}`,
  connect: ({ host, port }) => `Connecting to ${host} port ${port}`,
  fingerprint: () => "Asking for its host key",
  authenticate: ({ username }) => `Signing in as ${username}`,
};

const done: Record<Stage, (server: Server, fact: string) => string> = {
  resolve: ({ host }, addresses) => (host === addresses ? `${host} is an address` : `${host} is at ${addresses}`),
  connect: (_, peer) => `Connected to ${peer}`,
  fingerprint: (_, shown) => `It shows the confirmed host key ${shown}`,
  authenticate: ({ username }, method) => `Signed in as ${username} (${method})`,
};
