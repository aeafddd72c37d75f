import type { NextAuthOptions } from "next-auth";
import { env } from "#lib/env.ts";
import { loadKeyring } from "#lib/secrets/keyring.ts";
import { absoluteSeconds, endSession, findSession } from "./session-store.ts";

const isSecure = env.url.startsWith("https:");

export const sessionCookie = {
  name: `${isSecure ? "__Secure-" : ""}next-auth.session-token`,
  options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure, maxAge: absoluteSeconds },
} as const;

/** next-auth reads and ends sessions of ours; the adapter hashes tokens, so the database holds none. */
export function authOptions(): NextAuthOptions {
  return {
    secret: loadKeyring().derive("next-auth"),
    session: { strategy: "database", maxAge: absoluteSeconds, updateAge: absoluteSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isSecure,
    cookies: { sessionToken: sessionCookie },
    providers: [],
    adapter: {
      async getSessionAndUser(token) {
        const found = await findSession(token);
        if (!found) return null;
        const { session, user } = found;
        return {
          session: { sessionToken: token, userId: user.id, expires: session.expiresAt },
          user: { id: user.id, email: user.email, emailVerified: null, name: user.name },
        };
      },
      deleteSession: (token) => endSession(token),
      // Ours are only ever lengthened by use, in the store itself.
      updateSession: () => null,
    },
    callbacks: {
      session: ({ session, user }) => ({ ...session, user: { id: user.id, email: user.email, name: user.name } }),
    },
  };
}
