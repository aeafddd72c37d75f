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

export const variableField = z.strictObject({
  key: variableKey,
  value: exactText("The value", largestValue).refine(
    fitsDotenv,
    "A backtick together with a single quote or a line end can't be written into .env: leave one of them out, or encode the value.",
  ),
  isSecret: z.boolean().default(true),
});

export type VariableField = z.infer<typeof variableField>;
