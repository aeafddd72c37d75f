import type { z } from "zod";
import { Failure } from "#lib/failure.ts";

/** Parses a credential; throws a Failure with a message beside each wrong field. No credential is an empty one. */
export function readCredential<Credential>(schema: z.ZodType<Credential>, given: unknown): Credential {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.join(".") || "credential", message]),
  );
  throw new Failure("invalid", Object.values(fields)[0] ?? "This credential can't be read.", { fields });
}
