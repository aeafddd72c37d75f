import { and, eq, sql } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { apps, variableChanges, variables } from "#db/schema/apps.ts";
import type { Actor } from "#lib/access/actor.ts";
import { notFound } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { invalid } from "#lib/failure.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { seal } from "#lib/secrets/vault.ts";
import { placeOfVariable } from "./environment.ts";
import { changeOf } from "./compare-variable.ts";
import { mostVariables, type VariableField } from "./variable-fields.ts";
import { getsFrom, type Holder, hold, isHeldBy, ownerOf } from "./variable-holder.ts";
import type { VariableRow } from "./variable-rows.ts";

/** Adds variables and replaces those of the same name; the others stay. What changes nothing is not written. */
export async function writeVariables(actor: Actor, holder: Holder, given: VariableField[]): Promise<void> {
  await db.transaction(async (tx) => {
    await hold(tx, holder);
    const stored = await storedIn(tx, holder);
    refuseTooMany(holder, new Set([...stored.keys(), ...given.map(({ key }) => key)]).size);
    const written = given.filter((variable) => changeOf(variable, stored.get(variable.key)) !== "same");
    for (const variable of written) await write(tx, actor, holder, variable, stored.get(variable.key));
    const changes = written.map(({ key }) => ({ key, change: stored.has(key) ? "changed" : "added" }) as const);
    await noteChanges(tx, actor, holder, changes);
    await lookForPushes(tx, holder);
    await announce(tx, holder.workspaceId);
    const keys = given.map(({ key }) => key);
    await record(tx, actor, "variables.put", { kind: holder.kind, id: holder.id, label: holder.name }, { keys });
  });
}

/** Throws `not_found` when there is none of this name. */
export async function eraseVariable(actor: Actor, holder: Holder, key: string): Promise<void> {
  // A key with a NUL can't be stored, nor asked for.
  if (key.includes("\0")) throw notFound("variable");
  await db.transaction(async (tx) => {
    await hold(tx, holder);
    const removed = await tx
      .delete(variables)
      .where(and(isHeldBy(holder), eq(variables.key, key)))
      .returning({ key: variables.key });
    if (removed.length === 0) throw notFound("variable");
    await noteChanges(tx, actor, holder, [{ key, change: "removed" }]);
    await announce(tx, holder.workspaceId);
    const resource = { kind: holder.kind, id: holder.id, label: holder.name };
    await record(tx, actor, "variable.removed", resource, { keys: [key] });
  });
}

/** What pushes could not deploy for want of a variable is looked for at once. */
async function lookForPushes(tx: Transaction, holder: Holder): Promise<void> {
  const isWanting = sql`${apps.autoDeploy} and cardinality(${apps.requiredVariables}) > 0`;
  await tx
    .update(apps)
    .set({ reconciledAt: null })
    .where(and(getsFrom(holder), isWanting));
  await announce(tx, deliveriesTopic);
}

export async function storedIn(from: Pick<Transaction, "select">, holder: Holder): Promise<Map<string, VariableRow>> {
  const rows = await from.select().from(variables).where(isHeldBy(holder));
  return new Map(rows.map((row) => [row.key, row]));
}

function refuseTooMany({ kind }: Holder, count: number): void {
  if (count <= mostVariables) return;
  const whose = kind === "app" ? "An app has" : "A project shares";
  throw invalid("variables", `${whose} at most ${mostVariables} variables.`);
}

async function write(
  tx: Transaction,
  actor: Actor,
  holder: Holder,
  variable: VariableField,
  stored: VariableRow | undefined,
): Promise<void> {
  const { workspaceId } = holder;
  const id = stored?.id ?? newId();
  const changes = {
    isSecret: variable.isSecret,
    scope: variable.scope ?? stored?.scope ?? "both",
    value: seal(Secret.of(variable.value), placeOfVariable({ id, workspaceId })),
    updatedAt: sql`now()`,
    updatedBy: actor.label,
  };
  await tx
    .insert(variables)
    .values({ id, workspaceId, ...ownerOf(holder), key: variable.key, ...changes })
    .onConflictDoUpdate({ target: variables.id, set: changes });
}

type Noted = Pick<typeof variableChanges.$inferSelect, "key" | "change">;

async function noteChanges(tx: Transaction, actor: Actor, holder: Holder, changes: Noted[]): Promise<void> {
  if (changes.length === 0) return;
  const whose = { workspaceId: holder.workspaceId, ...ownerOf(holder), by: actor.label };
  await tx.insert(variableChanges).values(changes.map((change) => ({ ...whose, ...change })));
}
