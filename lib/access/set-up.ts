import { sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { instance } from "#db/schema/instance.ts";
import { users } from "#db/schema/users.ts";
import { memberships, workspaces } from "#db/schema/workspaces.ts";
import { record } from "#lib/activity/record.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { slugOf, workspaceName } from "#lib/workspaces/name.ts";
import type { Member, Scope } from "./actor.ts";
import { email } from "./email.ts";
import { hashPassword, passwordProblem } from "./password.ts";
import { makeToken } from "./token.ts";

export const setUpInput = z.object({ email, password: z.string(), workspace: workspaceName });

export interface FirstOwner {
  userId: string;
  workspaceId: string;
  workspaceSlug: string;
}

export interface SetUp extends FirstOwner {
  /** Shown once: a key with every scope, for the first scripts of the owner. */
  apiKey: string;
}

/** For who sits at the machine: the first user with a workspace and an API key. Throws `conflict` when a user exists. */
export async function setUp(input: z.infer<typeof setUpInput>): Promise<SetUp> {
  const key = makeToken("dp_");
  const made = await makeFirstOwner(input, (tx, actor) => addKey(tx, actor, key));
  return { ...made, apiKey: key.token };
}

/**
 * Makes the first user, who owns this Devpilot, with a workspace. Whoever calls has checked the set-up token or sits at
 * the machine. `also` joins the transaction. Throws `conflict` when a user exists.
 */
export async function makeFirstOwner(
  input: z.infer<typeof setUpInput>,
  also?: (tx: Transaction, actor: Member) => Promise<void>,
): Promise<FirstOwner> {
  const problem = passwordProblem(input.password, { email: input.email });
  if (problem) throw invalid("password", problem);
  const passwordHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    await refuseSecond(tx);
    const owner = { id: newId(), email: input.email, name: nameFrom(input.email), passwordHash, ownsInstance: true };
    const workspace = { id: newId(), name: input.workspace, slug: slugOf(input.workspace) };
    await tx.insert(users).values(owner);
    await tx.insert(workspaces).values(workspace);
    await tx.insert(memberships).values({ workspaceId: workspace.id, userId: owner.id, role: "owner" });
    await tx.update(instance).set({ setupTokenHash: null });
    const actor = firstActor(workspace.id, owner);
    const resource = { kind: "workspace", id: workspace.id, label: workspace.name };
    await record(tx, actor, "workspace.created", resource);
    await also?.(tx, actor);
    return { userId: owner.id, workspaceId: workspace.id, workspaceSlug: workspace.slug };
  });
}

async function refuseSecond(tx: Transaction): Promise<void> {
  // Two set-ups at once must not both find no user.
  await tx.execute(sql`lock table ${users} in exclusive mode`);
  const [existing] = await tx.select({ id: users.id }).from(users).limit(1);
  if (existing) throw new Failure("conflict", "This Devpilot is set up already: sign in instead.");
}

async function addKey(tx: Transaction, actor: Member, { token, hash }: ReturnType<typeof makeToken>): Promise<void> {
  const { workspaceId, userId } = actor;
  const key = { id: newId(), name: "Set-up", scopes: ["read", "write", "deploy", "manage_servers"] satisfies Scope[] };
  await tx.insert(apiKeys).values({ ...key, workspaceId, userId, prefix: token.slice(0, 9), hash });
  await record(tx, actor, "key.made", { kind: "key", id: key.id, label: key.name }, { scopes: key.scopes });
}

function nameFrom(address: string): string {
  return address.split("@")[0] ?? address;
}

function firstActor(workspaceId: string, owner: { id: string; name: string }): Member {
  return {
    kind: "member",
    workspaceId,
    userId: owner.id,
    label: owner.name,
    role: "owner",
    grants: [],
    address: null,
    sessionId: owner.id,
    authenticatedAt: new Date(),
  };
}
