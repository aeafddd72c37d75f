import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { App } from "#lib/access/authorize.ts";
import { invalid } from "#lib/failure.ts";

/** A user on the server; null for the one that Devpilot signs in as. */
export const runAs = z
  .string()
  .regex(/^[a-z_][a-z0-9_-]{0,31}$/, "This is not the name of a user.")
  .nullable();

/** What is wrong with running a hook as this user, or null. Root only when an Admin put it on the server's list. */
export function runAsProblem(server: { name: string; username: string; runAsUsers: string[] }, user: string | null) {
  if (user === null || user === server.username || server.runAsUsers.includes(user)) return null;
  return `Hooks on ${server.name} can't run as ${user}. An Admin can add that user in the server's settings.`;
}

/** Throws beside `field` for the first hook whose user is not on the server's list. */
export async function refuseOtherUsers(
  tx: Transaction,
  app: App,
  users: { field: string; user: string | null }[],
): Promise<void> {
  if (users.every(({ user }) => user === null)) return;
  const [server] = await tx
    .select()
    .from(servers)
    .where(and(eq(servers.workspaceId, app.workspaceId), eq(servers.id, app.serverId)));
  for (const { field, user } of users) {
    const problem = server ? runAsProblem(server, user) : null;
    if (problem) throw invalid(field, problem);
  }
}
