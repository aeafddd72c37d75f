import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { pageInput } from "#lib/api/page.ts";
import { view } from "#lib/api/view.ts";
import { plainText } from "#lib/text.ts";
import { findForProject } from "./for-project.ts";
import { isService } from "./git/index.ts";
import { beginReading } from "./reading.ts";
import { listStatusOf, listStatusShape } from "./list-status.ts";
import { searchRepositories } from "./search-repositories.ts";

export const listRepositoriesInput = z.strictObject({
  project: z.string(),
  integration: z.string(),
  /** A part of the path: `shop`, or `acme/sh`. */
  search: plainText("The search", 0, 255).default(""),
  limit: pageInput.limit,
  /** Longer than elsewhere: the place in this list is a path. */
  cursor: z.string().max(4_000, "This is not a cursor of this list.").optional(),
});

const repositoryShape = {
  remoteId: z.string(),
  path: z.string(),
  cloneUrl: z.string(),
  webUrl: z.string().nullable(),
  defaultBranch: z.string().nullable(),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  isEmpty: z.boolean(),
  /** Whether the account may add webhooks there; null where the host's list does not say. */
  isAdmin: z.boolean().nullable(),
  activeAt: z.date().nullable(),
};
const repositoryView = view(repositoryShape);

export const repositoriesView = view(
  { data: z.array(z.object(repositoryShape)), nextCursor: z.string().nullable(), ...listStatusShape },
  (found: Awaited<ReturnType<typeof listRepositories>>) => ({
    ...found,
    data: found.data.map((row) => repositoryView(row)),
  }),
);

export type RepositoriesView = ReturnType<typeof repositoriesView>;

/** A first list is waited for as long as a person waits for a page; then they see what has come until now. */
const patienceMilliseconds = 2_000;

/**
 * Searches the repositories that an integration's account sees, in the list that was read last. One older than ten
 * minutes is read anew behind the answer.
 */
export async function listRepositories(actor: Actor, input: z.infer<typeof listRepositoriesInput>) {
  const project = await authorize(actor, "app.create", input.project);
  const integration = await findForProject(project, input.integration);
  const reading = isService(integration.provider) ? await beginReading(integration, "stale") : null;
  if (reading && !integration.repositoriesReadAt)
    await Promise.race([reading.done, delay(patienceMilliseconds, undefined, { ref: false })]);
  const page = await searchRepositories(integration, { words: input.search, limit: input.limit, cursor: input.cursor });
  return { ...page, ...(await listStatusOf(integration)) };
}
