import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { listRemoteHeads, type RemoteHeads } from "#lib/servers/remote.ts";
import { openSource } from "./open-source.ts";

export const listBranchesInput = z.strictObject({ app: z.string() });

export const branchesView = view({
  /** Null for an empty repository. */
  defaultBranch: z.string().nullable(),
  branches: z.array(z.object({ name: z.string(), commit: z.string() })),
  /** The highest version first. */
  tags: z.array(z.object({ name: z.string(), commit: z.string() })),
});

export type BranchesView = ReturnType<typeof branchesView>;

/** The branches and tags of the app's repository now, as its server sees them. Throws in words when git does not get there. */
export async function listBranches(actor: Actor, input: z.infer<typeof listBranchesInput>): Promise<RemoteHeads> {
  const app = await authorize(actor, "app.view", input.app);
  const { repository, access } = await openSource(app);
  return listRemoteHeads({ workspaceId: app.workspaceId, id: app.serverId }, repository, access);
}
