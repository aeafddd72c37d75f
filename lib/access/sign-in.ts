import { sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { users } from "#db/schema/users.ts";
import { Failure } from "#lib/failure.ts";
import { email } from "./email.ts";
import { limit } from "./limit.ts";
import { checkNoUser, checkPassword } from "./password.ts";
import { openSession } from "./session-store.ts";

export const signInInput = z.object({ email, password: z.string().min(1, "The password is missing.").max(256) });

export interface Visitor {
  userAgent: string | null;
  address: string | null;
}

/** Checks email and password and opens a session. One sentence for every refusal, in the same time. */
export async function signIn(input: z.infer<typeof signInInput>, visitor: Visitor): Promise<string> {
  // The address first: whoever is past its limit leaves no row for each name that they make up.
  await limit(`sign-in:address:${visitor.address ?? "unknown"}`, { tries: 60, seconds: 900 });
  await limit(`sign-in:account:${input.email}`, { tries: 10, seconds: 900 });
  const [user] = await db
    .select()
    .from(users)
    .where(sql`lower(${users.email}) = ${input.email}`);
  const isRight = user?.passwordHash
    ? await checkPassword(input.password, user.passwordHash)
    : await checkNoUser(input.password);
  if (!user || !isRight) throw new Failure("unauthenticated", "Email or password is wrong.");
  return openSession(user.id, visitor);
}
