import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import type { Entry } from "#lib/access/entry.ts";
import type { Permission } from "#lib/access/permissions.ts";
import type { AnyView } from "./view.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One capability, as every door sees it. `verb` answers what may leave. */
export interface Operation<Answer = unknown> extends Entry<unknown, Answer> {
  method: Method;
  /** Below `/api/v1`; what stands in braces is part of the input. */
  path: string;
  summary: string;
  status: 200 | 201 | 202 | 204;
  /** What the answer looks like. */
  answer: z.ZodType;
  /** Fields of the answer that only the first answer to an `Idempotency-Key` holds. */
  shownOnce: readonly string[];
}

interface Row<Schema extends z.ZodType, Result, Answer> {
  method: Method;
  path: string;
  summary: string;
  permission: Permission;
  /** Strict, camelCase, with the path's parameters. */
  input: Schema;
  verb(actor: Actor, input: z.output<Schema>): Promise<Result>;
  view: AnyView<Result, Answer>;
  status?: Operation["status"];
  shownOnce?: readonly string[];
}

/** A row of the table of operations: its verb, with the view behind it. */
export function operation<Schema extends z.ZodType, Result, Answer>(row: Row<Schema, Result, Answer>) {
  const { view, verb, status = 200, shownOnce = [], ...rest } = row;
  return {
    ...rest,
    status,
    shownOnce,
    answer: view.schema ?? z.unknown(),
    async verb(actor: Actor, input: z.output<Schema>): Promise<Answer> {
      return view(await verb(actor, input));
    },
  } satisfies Operation<Answer>;
}
