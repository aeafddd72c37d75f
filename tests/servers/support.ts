import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { apps } from "#db/schema/apps.ts";
import { projects } from "#db/schema/projects.ts";
import { servers } from "#db/schema/servers.ts";
import { workspaces } from "#db/schema/workspaces.ts";
import type { Grant, Member, Role } from "#lib/access/actor.ts";
import { parse } from "#lib/access/entry.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { connectServer, connectServerInput } from "#lib/servers/connect.ts";
import { trustHostKey } from "#lib/servers/trust.ts";
import type { Endpoint, Login } from "#lib/ssh/connection.ts";
import { fingerprint, type HostKey } from "#lib/ssh/host-keys.ts";

/** A keyring for the file that asks: nothing is read from disk. */
export function freshKeyring(): void {
  useKeyring(parseKeyring(`k1:${randomBytes(32).toString("base64")}`, "a test"));
}

export async function makeWorkspace(name = "Acme") {
  const workspace = { id: newId(), name, slug: `acme-${newId()}` };
  await db.insert(workspaces).values(workspace);
  return workspace;
}

export function member(workspaceId: string, role: Role, grants: Grant[] = []): Member {
  const [userId, sessionId] = [newId(), newId()];
  return {
    kind: "member",
    workspaceId,
    userId,
    sessionId,
    label: `an ${role}`,
    role,
    grants,
    address: "203.0.113.7",
    authenticatedAt: new Date(),
  };
}

export const grantOn = (serverId: string, role: Grant["role"]): Grant => ({
  role,
  serverId,
  projectId: null,
  appId: null,
});

/** An owner of a workspace of their own. */
export async function makeOwner(): Promise<Member> {
  return member((await makeWorkspace()).id, "owner");
}

/** Connects as the API does: text in, parsed at the door. */
export function connectTo(actor: Member, endpoint: Partial<Endpoint>, access: object, name = "web-1") {
  const { host = "192.0.2.1", port = 22, user: username = "deploy" } = endpoint;
  return connectServer(actor, parse(connectServerInput, { name, host, port, username, access }));
}

/** Connected with a key and pinned; the agent is not there yet. */
export async function connectPinned(actor: Member, at: { endpoint: Endpoint; login: Login; hostKey: HostKey }) {
  const { login } = at;
  const access =
    login.kind === "key"
      ? { kind: "key", privateKey: login.privateKey.reveal() }
      : { kind: "password", password: login.password.reveal() };
  const server = await connectTo(actor, at.endpoint, access);
  return trustHostKey(actor, { server: server.id, fingerprint: fingerprint(at.hostKey) });
}

export async function makeApp(workspaceId: string, serverId: string, name = "shop") {
  const project = { id: newId(), workspaceId, name: "Project" };
  await db.insert(projects).values(project);
  const app = {
    id: newId(),
    workspaceId,
    projectId: project.id,
    serverId,
    name,
    platform: "static",
    repositoryUrl: "https://example.com/shop.git",
    branch: "main",
    projectPath: `/srv/${name}`,
  };
  await db.insert(apps).values(app);
  return app;
}

export async function rowOf(id: string) {
  const [row] = await db.select().from(servers).where(eq(servers.id, id));
  if (!row) throw new Error(`no server ${id}`);
  return row;
}

/** As if its network had changed: the row now says another port. */
export async function moveTo(server: string, port: number) {
  await db.update(servers).set({ port }).where(eq(servers.id, server));
}

/** An Ed25519 key as ssh-keygen writes it with a passphrase. */
export function makeLockedKey(passphrase: string): string {
  const directory = mkdtempSync(join(tmpdir(), "key-"));
  const file = join(directory, "key");
  try {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", file]);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What was recorded of a server, oldest first. */
export async function recordedOf(resourceId: string) {
  return db.select().from(activity).where(eq(activity.resourceId, resourceId)).orderBy(activity.id);
}

export const actionsOf = async (id: string) => (await recordedOf(id)).map(({ action }) => action);
