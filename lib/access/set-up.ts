import { sql } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import { instance } from "#db/schema/instance.ts";
import { users } from "#db/schema/users.ts";
import { memberships, workspaces } from "#db/schema/workspaces.ts";
import { record } from "#lib/activity/record.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { slugOf, workspaceName } from "#lib/workspaces/name.ts";
import type { Member } from "./actor.ts";
import { email } from "./email.ts";
import { hashPassword, passwordProblem } from "./password.ts";
import { makeToken } from "./token.ts";

export const setUpInput = z.object({ email, password: z.string(), workspace: workspaceName });

export interface SetUp {
  userId: string;
  workspaceId: string;
  workspaceSlug: string;
  /** Shown once: a key with every scope, for the first scripts of the owner. */
  apiKey: string;
}

/**
 * Makes the first user, who owns this Devpilot, with a workspace and an API key. Whoever calls has checked the set-up
 * token or sits at the machine. Throws `conflict` when a user exists.
 */
export async function setUp(input: z.infer<typeof setUpInput>): Promise<SetUp> {
  const problem = passwordProblem(input.password, { email: input.email });
  if (problem) throw invalid("password", problem);
  const passwordHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    // Two set-ups at once must not both find no user.
    await tx.execute(sql`lock table ${users} in exclusive mode`);
    const [existing] = await tx.select({ id: users.id }).from(users).limit(1);
    if (existing) throw new Failure("conflict", "This Devpilot is set up already: sign in instead.");
    const owner = { id: newId(), email: input.email, name: nameFrom(input.email), passwordHash, ownsInstance: true };
    const workspace = { id: newId(), name: input.workspace, slug: slugOf(input.workspace) };
    await tx.insert(users).values(owner);
    await tx.insert(workspaces).values(workspace);
    await tx.insert(memberships).values({ workspaceId: workspace.id, userId: owner.id, role: "owner" });
    await tx.update(instance).set({ setupTokenHash: null });
    const key = makeToken("dp_");
    await tx.insert(apiKeys).values({
      workspaceId: workspace.id,
      userId: owner.id,
      name: "Set-up",
      prefix: key.token.slice(0, 9),
      hash: key.hash,
      scopes: ["read", "write", "deploy", "manage_servers"],
    });
    await record(tx, firstActor(workspace.id, owner), "workspace.created", {
      kind: "workspace",
      id: workspace.id,
      label: workspace.name,
    });
    return { userId: owner.id, workspaceId: workspace.id, workspaceSlug: workspace.slug, apiKey: key.token };
  });
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
