import type { z } from "zod";
import { db } from "#db/index.ts";
import { record } from "#lib/activity/record.ts";
import { Failure } from "#lib/failure.ts";
import { wordsFor } from "#lib/text.ts";
import type { Actor } from "./actor.ts";
import { limit, type Spent } from "./limit.ts";
import type { Permission } from "./permissions.ts";
import { ruleOf } from "./permissions.ts";

/** What can be done from outside: a verb with the permission it checks and the input it takes. */
export interface Entry<Input = never, Output = unknown> {
  permission: Permission;
  input: z.ZodType<Input>;
  verb(actor: Actor, input: Input): Promise<Output>;
}

/**
 * The one way in: limits the rate, checks an API key's scope, parses, runs the verb and records what was denied.
 * The verb itself authorises in its first line, since only it knows the thing.
 */
export async function enter<Input, Output>(
  name: string,
  entry: Entry<Input, Output>,
  actor: Actor,
  raw: unknown,
  tellSpent?: (spent: Spent) => void,
): Promise<Output> {
  try {
    await limit(`entry:${callerOf(actor)}`, { tries: 1200, seconds: 60 }, tellSpent);
    checkScope(actor, entry.permission);
    return await entry.verb(actor, parse(entry.input, raw));
  } catch (error) {
    if (error instanceof Failure && error.kind === "forbidden") await recordDenial(actor, name);
    throw error;
  }
}

/** Parses with zod and turns what is wrong into one message per field. */
export function parse<T>(schema: z.ZodType<T>, raw: unknown): T {
  const result = schema.safeParse(raw, { error: wordsFor });
  if (result.success) return result.data;
  const fields = new Map<string, string>();
  for (const issue of result.error.issues.toReversed())
    for (const name of fieldsOf(issue)) fields.set(name, issue.message);
  const [message = "The input is not valid."] = fields.size === 1 ? fields.values() : ["Some fields are not valid."];
  throw new Failure("invalid", message, { fields: Object.fromEntries(fields) });
}

function fieldsOf(issue: z.core.$ZodIssue): string[] {
  const names = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return names.map((path) => path.join("."));
}

/** Who is counted: a person, a key, or the one thing that acts. */
export function callerOf(actor: Actor): string {
  if (actor.kind === "member") return `user:${actor.userId}`;
  return actor.kind === "api_key" ? `key:${actor.keyId}` : `${actor.kind}:${actor.workspaceId}`;
}

function checkScope(actor: Actor, permission: Permission): void {
  const { scope } = ruleOf(permission);
  if (actor.kind !== "api_key" || actor.scopes.includes(scope)) return;
  throw new Failure("forbidden", `This API key has no scope "${scope}". Make one that has it.`);
}

async function recordDenial(actor: Actor, name: string): Promise<void> {
  await db.transaction((tx) =>
    record(tx, actor, "access.denied", { kind: "entry", id: null, label: name }, { entry: name }),
  );
}
