import type { BrowserContext } from "playwright-core";
import { openSession } from "#lib/access/session-store.ts";

/** Gives a browser the session that a person would get by signing in, without the form. */
export async function signInAs(context: BrowserContext, userId: string, url: string): Promise<void> {
  const value = await openSession(userId, { userAgent: "a test", address: null });
  await context.addCookies([{ name: "next-auth.session-token", value, url, httpOnly: true, sameSite: "Lax" }]);
}
