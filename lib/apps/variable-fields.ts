import { z } from "zod";
import { exactText } from "#lib/text.ts";

export const largestValue = 65_536;
export const mostVariables = 500;

export const variableKey = z
  .string({ error: "The name is missing." })
  .max(255, "A name has at most 255 characters.")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "A name has letters, digits and underscores, and does not begin with a digit.")
  .refine((key) => !key.startsWith("__devpilot"), "Names that begin with __devpilot are Devpilot's own.");

/** What no writing of `.env` says to PHP and to the shell alike; the agent would refuse it, in the middle of a deployment. */
function fitsDotenv(value: string): boolean {
  return !value.includes("`") || !/['\n]|="/.test(value);
}

/** Who gets it: commands that build, the app that runs, or both. */
export const variableScope = z.enum(["both", "build", "run"], "Choose from both, build and run.");

export const variableField = z.strictObject({
  key: variableKey,
  value: exactText("The value", largestValue).refine(
    fitsDotenv,
    "A backtick together with a single quote or a line end can't be written into .env: leave one of them out, or encode the value.",
  ),
  isSecret: z.boolean().default(true),
  /** Left out: as it is stored, and both for a new one. */
  scope: variableScope.optional(),
});

export type VariableField = z.infer<typeof variableField>;

export const variableList = z
  .array(variableField)
  .min(1, "Give at least one variable.")
  .max(mostVariables, `At most ${mostVariables} variables.`)
  .superRefine(refuseTwice);

function refuseTwice(given: VariableField[], context: z.core.$RefinementCtx<VariableField[]>): void {
  for (const [index, { key }] of given.entries()) {
    const first = given.findIndex((other) => other.key === key);
    if (first !== index)
      context.issues.push({ code: "custom", input: given, path: [index, "key"], message: "This name comes twice." });
  }
}
