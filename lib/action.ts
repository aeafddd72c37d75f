import { enter } from "./access/entry.ts";
import { turnAway } from "./access/page.ts";
import { currentMember } from "./access/session.ts";
import type { Operation } from "./api/operation.ts";
import { readForm } from "./api/form.ts";
import { type AnswerOf, type OperationId, operations } from "./api/operations.ts";
import { readStrings } from "./api/strings.ts";
import { paths } from "./paths.ts";
import { toFailure } from "./respond.ts";

/** What a form shows after it was sent: a message, messages beside fields, or what the operation answered. */
export interface FormState<Answer = unknown> {
  message?: string;
  fields?: Record<string, string>;
  value?: Answer;
}

export type FormValues = FormData | Record<string, unknown>;

/**
 * The door of the console's forms: calls an operation as the signed-in member of a workspace. Values are named as in
 * the operation's input; numbers and yes or no may be text, as forms send them.
 */
export async function act<Id extends OperationId>(
  id: Id,
  workspaceSlug: string,
  values: FormValues,
): Promise<FormState<AnswerOf<Id>>> {
  try {
    return { value: await look(id, workspaceSlug, values) };
  } catch (error) {
    return refusal(error, [...(values instanceof FormData ? values.keys() : Object.keys(values))]);
  }
}

/** What went wrong, said once: beside the fields that were sent, or else above them all. */
export function refusal(error: unknown, sent: readonly string[]): FormState<never> {
  const { message, fields } = toFailure(error);
  const wrong = Object.keys(fields);
  return wrong.length > 0 && wrong.every((name) => sent.includes(name)) ? { fields } : { message, fields };
}

/** The door of the console's pages: what is missing, or malformed in the address, shows the page that says so. */
export async function see<Id extends OperationId>(
  id: Id,
  workspaceSlug: string,
  values: FormValues = {},
): Promise<AnswerOf<Id>> {
  try {
    return await look(id, workspaceSlug, values);
  } catch (error) {
    return turnAway(error, paths.overview(workspaceSlug));
  }
}

/** The same for whoever handles failures: a route, say. Throws what went wrong. */
export async function look<Id extends OperationId>(
  id: Id,
  workspaceSlug: string,
  values: FormValues = {},
): Promise<AnswerOf<Id>> {
  const operation: Operation = operations[id];
  const given = values instanceof FormData ? readForm(values) : values;
  const actor = await currentMember(workspaceSlug);
  return (await enter(id, operation, actor, readStrings(operation.input, given))) as AnswerOf<Id>;
}
