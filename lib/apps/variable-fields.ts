import { z } from "zod";
import { exactText } from "#lib/text.ts";

export const largestValue = 65_536;
export const mostVariables = 500;

export const variableKey = z
  .string({ error: "The name is missing." })
  .max(255, "A name has at most 255 characters.")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "A name has letters, digits and underscores, and does not begin with a digit.");

export const variableField = z.strictObject({
  key: variableKey,
  value: exactText("The value", largestValue),
  isSecret: z.boolean().default(true),
});

export type VariableField = z.infer<typeof variableField>;
