import { sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { record } from "#lib/activity/record.ts";
import { announce } from "#lib/jobs/listen.ts";
import { sealCredential } from "./credential.ts";
import { type Facts, storedFacts } from "./facts.ts";
import type { GitProvider } from "./git/index.ts";
import { resourceOf } from "./state.ts";

export interface NewCredential {
  provider: GitProvider;
  name: string;
  origin: string;
  facts: Facts;
  /** In the port's own shape. */
  credential: object;
  state: "pending" | "connected";
}

const actions = { pending: "integration.created", connected: "integration.connected" } as const;

/** Keeps a user name and password, or a key, for every app of the workspace. Returns the integration's id. */
export async function saveCredential(actor: Actor, { facts, credential, ...given }: NewCredential): Promise<string> {
  const row = { ...given, id: newId(), workspaceId: actor.workspaceId };
  const { provider, origin, state } = given;
  await db.transaction(async (tx) => {
    await tx.insert(integrations).values({
      ...row,
      kind: "git",
      isShared: true,
      facts: storedFacts(facts),
      credential: sealCredential(row, credential),
      checkedAt: state === "connected" ? sql`now()` : null,
      createdBy: actor.label,
    });
    await record(tx, actor, actions[state], resourceOf(row), { provider, origin });
    await announce(tx, actor.workspaceId);
  });
  return row.id;
}
