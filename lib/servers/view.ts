import { z } from "zod";
import type { Server } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { fingerprint, type HostKey } from "#lib/ssh/host-keys.ts";
import { stageNames, type StageReport, stageStates } from "./stages.ts";

const hostKey = z.object({ type: z.string(), fingerprint: z.string() });

const facts = z.object({
  os: z.string(),
  osVersion: z.string(),
  arch: z.string(),
  cpus: z.number(),
  memoryBytes: z.number(),
  diskBytes: z.number(),
  diskFreeBytes: z.number(),
  gitVersion: z.string().nullable(),
  bashVersion: z.string(),
  sudo: z.enum(["none", "password", "nopasswd"]),
  systemd: z.boolean(),
  home: z.string(),
});

const access = z.object({
  kind: z.enum(["key", "password"]),
  /** Of a pair that Devpilot made, with the one line that puts it on the server. */
  publicKey: z.string().nullable(),
  authorizeLine: z.string().nullable(),
  /** The password is forgotten as soon as Devpilot's own key works on the server. */
  isPasswordTemporary: z.boolean(),
});

const shape = {
  id: z.string(),
  name: z.string(),
  origin: z.enum(["connected", "provisioned"]),
  host: z.string(),
  port: z.number(),
  username: z.string(),
  access,
  hostKey: hostKey.nullable(),
  changedHostKey: hostKey.nullable(),
  connection: z.enum(["unknown", "connected", "unreachable", "host_key_changed"]),
  connectionReason: z.string().nullable(),
  checkedAt: z.date().nullable(),
  facts: facts.nullable(),
  runAsUsers: z.array(z.string()),
  createdAt: z.date(),
};

/** The apps on it that the reader may see. */
const withApps = { ...shape, apps: z.array(z.object({ id: z.string(), name: z.string() })) };

export type ServerWithApps = Server & { apps: { id: string; name: string }[] };
export type ServerView = ReturnType<typeof serverView>;
export type ServerWithAppsView = ReturnType<typeof serverWithAppsView>;

/** What of a server may leave Devpilot. */
export const serverView = view(shape, shown);

export const serverWithAppsView = view(withApps, (server: ServerWithApps) => ({ ...shown(server), apps: server.apps }));

const stage = z.object({
  stage: z.enum(stageNames),
  state: z.enum(stageStates),
  words: z.string(),
  fix: z.string().nullable(),
  fingerprint: z.string().nullable(),
});

/** The whole of a connection test: every stage that it came to, and the server as it is now. */
export const serverTestView = view(
  { server: z.object(shape), stages: z.array(stage) },
  ({ server, stages }: { server: Server; stages: StageReport[] }) => ({ server: serverView(server), stages }),
);

/** The one line to paste into a shell of the server's user. */
export function authorizeLine(publicKey: string): string {
  return `mkdir -p -m 700 ~/.ssh && (umask 077; echo '${publicKey}' >> ~/.ssh/authorized_keys)`;
}

function shown(server: Server) {
  return {
    ...server,
    access: accessOf(server),
    hostKey: shownKey(server.hostKey),
    changedHostKey: shownKey(server.changedHostKey),
  };
}

function accessOf({ password, privateKey, publicKey }: Server): z.infer<typeof access> {
  return {
    kind: password ? "password" : "key",
    publicKey,
    authorizeLine: publicKey === null ? null : authorizeLine(publicKey),
    isPasswordTemporary: password !== null && privateKey !== null,
  };
}

function shownKey(key: HostKey | null) {
  return key && { type: key.type, fingerprint: fingerprint(key) };
}
