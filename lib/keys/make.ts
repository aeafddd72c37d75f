import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apiKeys } from "#db/schema/api-keys.ts";
import type { Actor, KeyHolder, Member } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { makeToken } from "#lib/access/token.ts";
import { record } from "#lib/activity/record.ts";
import { Failure, invalid } from "#lib/failure.ts";
import { plainText } from "#lib/text.ts";
import { keyRows } from "./list.ts";
import { scopeNames } from "./scopes.ts";

export const makeKeyInput = z.strictObject({
  name: plainText("The name of the key", 1, 100),
  scopes: z
    .array(z.enum(scopeNames, `Choose from ${scopeNames.join(", ")}.`))
    .min(1, "Choose at least one scope.")
    .max(scopeNames.length, "Name each scope once.")
    .transform((chosen) => scopeNames.filter((scope) => chosen.includes(scope))),
  /** A moment in ISO 8601; null or left out for never. */
  expiresAt: z.iso.datetime({ offset: true, error: "Give a moment such as 2027-01-31T00:00:00Z." }).nullish(),
});

/** Makes an API key of the actor's own. Its token is in this answer and nowhere else. */
export async function makeKey(actor: Actor, input: z.infer<typeof makeKeyInput>) {
  await authorize(actor, "key.manage");
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt <= new Date()) throw invalid("expiresAt", "This moment has passed.");
  const maker = checkedMaker(actor);
  if (maker.kind === "api_key") await refuseMoreThan(maker, input.scopes, expiresAt);
  const { token, hash } = makeToken("dp_");
  const id = newId();
  const { name, scopes } = input;
  await db.transaction(async (tx) => {
    const { workspaceId, userId } = maker;
    const prefix = token.slice(0, 9);
    await tx.insert(apiKeys).values({ id, workspaceId, userId, name, prefix, hash, scopes, expiresAt });
    await record(tx, actor, "key.made", { kind: "key", id, label: name }, { scopes, expiresAt });
  });
  const [made] = await keyRows(eq(apiKeys.id, id), 1);
  if (!made) throw new Failure("not_found", "This key was removed again.");
  return { ...made, token };
}

function checkedMaker(actor: Actor): Member | KeyHolder {
  if (actor.kind === "member" || actor.kind === "api_key") return actor;
  throw new Failure("forbidden", "Only people and their keys make API keys.");
}

/** A key makes no key that may more, or lives longer, than itself. */
async function refuseMoreThan(maker: KeyHolder, scopes: string[], expiresAt: Date | null): Promise<void> {
  const missing = scopes.find((scope) => !maker.scopes.some((own) => own === scope));
  if (missing) throw invalid("scopes", `The key that asks has no scope "${missing}", so it can't give it.`);
  const [own] = await db
    .select({ expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, maker.workspaceId), eq(apiKeys.id, maker.keyId)));
  if (!own?.expiresAt || (expiresAt && expiresAt <= own.expiresAt)) return;
  throw invalid("expiresAt", `The key that asks ends at ${own.expiresAt.toISOString()}: end this one no later.`);
}
