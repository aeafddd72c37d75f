import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { grants } from "#db/schema/grants.ts";
import { servers } from "#db/schema/servers.ts";
import { users } from "#db/schema/users.ts";
import { memberships, workspaces } from "#db/schema/workspaces.ts";
import type { KeyHolder, Member, Role, Scope } from "#lib/access/actor.ts";
import { authenticateKey } from "#lib/access/api-key.ts";
import { findMembership } from "#lib/access/membership.ts";
import { makeToken } from "#lib/access/token.ts";
import { createApp } from "#lib/apps/create.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { createProject } from "#lib/projects/create.ts";
import { parseKeyring, useKeyring } from "#lib/secrets/keyring.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { seal } from "#lib/secrets/vault.ts";

export const allScopes: readonly Scope[] = ["read", "write", "deploy", "manage_servers"];

/** Bytes that must never leave: they stand in every sealed column of a world. */
export const canaries = {
  password: "canary-git-pw-93c1",
  variable: "canary-var-5b7e",
  shared: "canary-shared-c04a",
  server: "canary-srv-a2f0",
  token: "canary-git-token-7d21",
  client: "canary-oauth-client-5e90",
};

export interface Person {
  userId: string;
  actor: Member;
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

let count = 0;

/**
 * A workspace with people of each role and one of each thing, for tests that need no machine: its server has an address
 * where nobody listens. Two worlds share nothing but the database. Its owner owns the instance, as the first user does.
 */
export async function makeWorld(name = `World ${++count}`) {
  useKeyring(parseKeyring(`k1:${randomBytes(32).toString("base64")}`, "the test"));
  const world = await buildWorld(name);
  await db.update(users).set({ ownsInstance: true }).where(eq(users.id, world.owner.userId));
  return world;
}

/** Another one beside the first, under the same keyring. */
export async function buildWorld(name: string) {
  const workspace = { id: newId(), slug: `w-${randomBytes(4).toString("hex")}`, name };
  await db.insert(workspaces).values(workspace);
  const owner = await addPerson(workspace.id, "owner");
  const project = await createProject(owner.actor, { name: `${name} project` });
  const serverId = await addServer(workspace.id, `${name} server`);
  const app = await addApp(owner.actor, project.id, serverId, `/srv/${workspace.slug}/shop`);
  await putVariables(owner.actor, {
    app: app.id,
    variables: [
      { key: "TOKEN", value: canaries.variable, isSecret: true },
      { key: "MODE", value: "production", isSecret: false },
    ],
  });
  const hook = await addHook(owner.actor, { app: app.id, ...aHook });
  return { workspace, owner, project, serverId, appId: app.id, hookId: hook.id };
}

export const aHook = {
  stage: "post_setup",
  name: "Say hello",
  action: "run_command",
  input: { command: "echo hello" },
  runAs: null,
  timeoutSeconds: 60,
  isEnabled: true,
} as const;

export async function addPerson(workspaceId: string, role: Role): Promise<Person> {
  const id = newId();
  await db.insert(users).values({ id, email: `${id}@example.com`, name: `${role} ${id.slice(-4)}` });
  await db.insert(memberships).values({ workspaceId, userId: id, role });
  return { userId: id, actor: await actorOf(workspaceId, id) };
}

/** A person as they are now: with the grants that were given meanwhile. */
export async function actorOf(workspaceId: string, userId: string): Promise<Member> {
  const membership = await findMembership(userId, { workspaceId });
  if (!membership) throw new Error("no such membership");
  const { label, role, grants: given } = membership;
  const session = { sessionId: userId, authenticatedAt: new Date(), address: null };
  return { kind: "member", workspaceId, userId, label, role, grants: given, ...session };
}

type Target = Pick<typeof grants.$inferInsert, "projectId" | "appId" | "serverId">;

export async function grant(
  workspaceId: string,
  person: Person,
  role: "admin" | "collaborator",
  on: Target,
): Promise<Person> {
  await db.insert(grants).values({ workspaceId, userId: person.userId, role, ...on });
  return { ...person, actor: await actorOf(workspaceId, person.userId) };
}

/** A bearer key of a person's; its token and its holder. */
export async function addKey(
  person: Person,
  scopes: readonly Scope[] = allScopes,
  expiresAt: Date | null = null,
): Promise<{ id: string; token: string; holder(): Promise<KeyHolder> }> {
  const { token, hash } = makeToken("dp_");
  const id = newId();
  const { workspaceId } = person.actor;
  const row = { id, workspaceId, userId: person.userId, name: "Test key", prefix: token.slice(0, 9), hash };
  await db.insert(apiKeys).values({ ...row, scopes: [...scopes], expiresAt });
  return { id, token, holder: () => authenticateKey(token, null) };
}

export async function addServer(workspaceId: string, name: string, host = "127.0.0.1"): Promise<string> {
  const id = newId();
  const place = { workspaceId, table: "servers", row: id, column: "password" };
  await db.insert(servers).values({
    id,
    workspaceId,
    name,
    origin: "connected",
    host,
    port: 1,
    username: "deploy",
    password: seal(Secret.of(canaries.server), place),
    hostKey: { type: "ssh-ed25519", key: randomBytes(51).toString("base64") },
    runAsUsers: ["www-data"],
  });
  return id;
}

/** With a password that must not leave. */
export async function addApp(actor: Member, projectId: string, serverId: string, projectPath: string) {
  const { app } = await createApp(actor, {
    project: projectId,
    serverId,
    name: `App at ${projectPath}`,
    platform: "static",
    repositoryUrl: "https://git.example.com/acme/shop.git",
    branch: "main",
    access: { kind: "basic", username: "ana", password: Secret.of(canaries.password) },
    projectPath,
    isActive: true,
    retainedReleases: 5,
    siteUrl: null,
    health: null,
  });
  return app;
}

export async function setRole(person: Person, role: Role): Promise<void> {
  await db.update(memberships).set({ role }).where(eq(memberships.userId, person.userId));
}
