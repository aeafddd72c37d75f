import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { view } from "#lib/api/view.ts";
import { providerOf, readRepository, repositoryUrl } from "#lib/apps/source.ts";
import { invalid } from "#lib/failure.ts";
import { findForProject } from "#lib/integrations/for-project.ts";
import { shownOrigin } from "#lib/integrations/shown-origin.ts";

export const readRepositoryInput = z.strictObject({
  project: z.string(),
  repositoryUrl,
  /** The account that is to reach it; left out for none. */
  integration: z.string().optional(),
});

export const readRepositoryView = view({
  /** As it is kept. */
  repositoryUrl: z.string(),
  isOverSsh: z.boolean(),
  /** Proposed for the app. */
  name: z.string(),
});

/** Reads a repository's URL before there is an app for it. Asks nobody; throws beside `repositoryUrl`. */
export async function readNewRepository(actor: Actor, input: z.infer<typeof readRepositoryInput>) {
  const project = await authorize(actor, "app.create", input.project);
  const integration = input.integration === undefined ? null : await findForProject(project, input.integration);
  const { url, origin, name } = await readRepository(input.repositoryUrl, integration?.provider);
  if (integration && integration.origin !== origin) {
    const [its, here] = [shownOrigin(integration.origin), shownOrigin(origin)];
    throw invalid("repositoryUrl", `${integration.name} is for ${its}, and this repository is on ${here}.`);
  }
  return { repositoryUrl: url, isOverSsh: providerOf(url) === "ssh", name: nameFrom(name) };
}

/** As long as a name has to be. */
function nameFrom(word: string): string {
  return word.length >= 3 ? word.slice(0, 255) : `app-${word}`;
}
