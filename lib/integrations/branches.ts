import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { Failure } from "#lib/failure.ts";
import { findForProject, type Integration } from "./for-project.ts";
import { isService } from "./git/index.ts";
import type { RemoteBranch, RemoteRepository } from "./git/service.ts";
import { GitTrouble } from "./git/trouble.ts";
import { titleOf } from "./titles.ts";
import { withClient } from "./use.ts";

/** It becomes a part of the address that is called, so nothing in it may lead elsewhere. */
const repositoryPath = z
  .string({ error: "Name the repository, such as acme/shop." })
  .max(1024, "A repository's path has at most 1024 characters.")
  .regex(/^[\w.~+-]+(\/[\w.~+-]+)+$/, "Give the repository's path on its host, such as acme/shop.")
  .refine((path) => !path.split("/").some((part) => /^\.{1,2}$/.test(part)), "A repository's path has no dots alone.");

export const listRemoteBranchesInput = z.strictObject({
  project: z.string(),
  integration: z.string(),
  repository: repositoryPath,
});

export const remoteBranchesView = view({
  /** Null for an empty repository. */
  defaultBranch: z.string().nullable(),
  branches: z.array(z.object({ name: z.string(), commit: z.string() })),
});

/** The branches of a repository as its host tells of them now: the default one first, then by name. */
export async function listRemoteBranches(actor: Actor, input: z.infer<typeof listRemoteBranchesInput>) {
  const project = await authorize(actor, "app.create", input.project);
  const integration = await findForProject(project, input.integration);
  refuseWithoutApi(integration);
  const [repository, branches] = await ask(integration, input.repository);
  return { defaultBranch: repository.defaultBranch, branches: inOrder(branches, repository.defaultBranch) };
}

function refuseWithoutApi({ provider }: Integration): void {
  if (isService(provider)) return;
  throw new Failure(
    "conflict",
    `${titleOf(provider)} tells of branches to git only: try the repository from a server.`,
  );
}

async function ask(integration: Integration, path: string): Promise<[RemoteRepository, RemoteBranch[]]> {
  try {
    return await withClient(integration, (client) => Promise.all([client.repository(path), client.branches(path)]));
  } catch (error) {
    throw unseen(error, integration, path) ?? error;
  }
}

/** Which right is missing the host's adapter says; here whose it is. Undefined for other troubles. */
export function unseen(error: unknown, { name, account, provider }: Integration, path: string): Failure | undefined {
  if (!(error instanceof GitTrouble) || !["not_found", "right_missing"].includes(error.trouble)) return undefined;
  const message = `${account ?? name} can't see ${path} on ${titleOf(provider)}. ${error.message}`;
  return new Failure("rejected", message, { fields: { repository: message }, cause: error });
}

function inOrder(branches: RemoteBranch[], first: string | null): RemoteBranch[] {
  const rank = ({ name }: RemoteBranch) => (name === first ? 0 : 1);
  return branches.toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
