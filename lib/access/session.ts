import { cookies, headers } from "next/headers";
import { getServerSession, type NextAuthOptions } from "next-auth";
import { Failure } from "#lib/failure.ts";
import { peerAddress } from "#lib/respond.ts";
import type { Member } from "./actor.ts";
import { findMembership } from "./membership.ts";
import { authOptions, sessionCookie } from "./next-auth.ts";
import { endSession, findSession } from "./session-store.ts";
import type { Visitor } from "./sign-in.ts";

export interface SignedIn {
  userId: string;
  email: string;
  name: string;
}

/** Who the browser's cookie belongs to, or null. */
export async function currentUser(): Promise<SignedIn | null> {
  const session = await getServerSession<NextAuthOptions, { user?: SignedIn & { id: string } }>(authOptions());
  if (!session?.user) return null;
  const { id, email, name } = session.user;
  return { userId: id, email, name };
}

/** The signed-in member of a workspace, by the slug in the URL. Another's workspace is simply not found. */
export async function currentMember(slug: string): Promise<Member> {
  return (await currentPass(slug))();
}

/** A function that looks the member up anew: for a stream that goes on after the request was answered. */
export async function currentPass(slug: string): Promise<() => Promise<Member>> {
  const token = (await cookies()).get(sessionCookie.name)?.value;
  const { address } = await currentVisitor();
  return () => findMember(token, slug, address);
}

async function findMember(token: string | undefined, slug: string, address: string | null): Promise<Member> {
  const found = token ? await findSession(token) : null;
  if (!found) throw new Failure("unauthenticated", "Your session has ended. Sign in again.");
  const membership = await findMembership(found.user.id, { slug });
  if (!membership) throw new Failure("not_found", "There is no such workspace.");
  const { workspaceId, userId, label, role, grants } = membership;
  const { id: sessionId, authenticatedAt } = found.session;
  return { kind: "member", workspaceId, userId, label, role, grants, address, sessionId, authenticatedAt };
}

export async function currentVisitor(): Promise<Visitor> {
  const list = await headers();
  return { userAgent: list.get("user-agent"), address: peerAddress(list) };
}

/** Gives the browser its session; any earlier one of that browser ends. */
export async function giveSession(token: string): Promise<void> {
  await takeSession();
  (await cookies()).set({ name: sessionCookie.name, value: token, ...sessionCookie.options });
}

export async function takeSession(): Promise<void> {
  const jar = await cookies();
  const token = jar.get(sessionCookie.name)?.value;
  if (!token) return;
  await endSession(token);
  jar.delete({ name: sessionCookie.name, path: "/" });
}
