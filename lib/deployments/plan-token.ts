import { z } from "zod";
import { invalid } from "#lib/failure.ts";
import { branchName, tagName } from "#lib/integrations/git/branch-name.ts";
import type { Marks } from "./marks.ts";

/** What was shown to somebody: enough to know it again, and nothing of it. */
export interface Plan {
  app: string;
  branch: string;
  tag: string | null;
  /** Of the branch's head, or of the tag: it may move on. One that was asked for by its id does not. */
  follows: boolean;
  commit: string;
  marks: Marks;
}

const longest = 8192;

const shape = z.strictObject({
  app: z.string(),
  branch: z.union([z.literal(""), branchName]),
  tag: tagName.nullable(),
  follows: z.boolean(),
  commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
  marks: z.record(z.string(), z.string()),
});

export const planToken = z.string().max(longest, notAPlan());

/** Not signed: whoever makes one up may deploy without it just as well. */
export function writePlan(plan: Plan): string {
  return Buffer.from(JSON.stringify(plan)).toString("base64url");
}

/** Throws `invalid` for what is no plan. */
export function readPlan(token: string): Plan {
  const { data } = shape.safeParse(parsed(token));
  if (!data) throw invalid("plan", notAPlan());
  return data;
}

function parsed(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return null;
  }
}

function notAPlan(): string {
  return "This is not a plan. Take the one that a preview of this app answers.";
}
