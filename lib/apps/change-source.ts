import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { invalid } from "#lib/failure.ts";
import { branchName } from "#lib/integrations/git/branch-name.ts";
import type { GitRepository } from "#lib/integrations/git/git.ts";
import { forgetCredential, keepCredential } from "./credential.ts";
import { rereadApp } from "./find.ts";
import { holdApp } from "./lock.ts";
import { providerOf, readAccess, readRepository, repositoryUrl, sourceAccess } from "./source.ts";

export const changeSourceInput = z.strictObject({
  app: z.string(),
  repositoryUrl,
  branch: branchName.optional(),
  /** Left out, the stored credentials stay, as long as the repository stays on its host. */
  access: sourceAccess.optional(),
});

/** Points an app at another repository, or replaces its credentials. A deploy key given anew is a new pair. */
export async function changeSource(actor: Actor, input: z.infer<typeof changeSourceInput>) {
  const app = await authorize(actor, "app.update", input.app);
  const repository = await readRepository(input.repositoryUrl);
  const credential = input.access && (await readAccess(repository.url, input.access));
  await db.transaction(async (tx) => {
    const held = await holdApp(tx, app.id);
    if (!credential) await refuseOtherOrigin(held, repository);
    const integrationId = credential ? await keepCredential(tx, held, repository, credential) : held.integrationId;
    const branch = input.branch ?? held.branch;
    await tx.update(apps).set({ repositoryUrl: repository.url, branch, integrationId }).where(eq(apps.id, app.id));
    if (credential) await forgetCredential(tx, held.integrationId);
    const detail = { repositoryUrl: repository.url, branch, access: input.access?.kind ?? "kept" };
    await record(tx, actor, "app.source_changed", { kind: "app", id: app.id, label: held.name }, detail);
  });
  return rereadApp(app.id);
}

/** A credential is never sent to another origin than the one it was given for. */
async function refuseOtherOrigin(app: App, repository: GitRepository): Promise<void> {
  if (!app.integrationId) {
    if (providerOf(repository.url) === "https") return;
    throw invalid("access", "A repository over SSH needs a deploy key: choose deploy_key.");
  }
  const [kept] = await db
    .select({ origin: integrations.origin })
    .from(integrations)
    .where(eq(integrations.id, app.integrationId));
  if (kept?.origin === repository.origin) return;
  throw invalid("access", `The stored credentials are for ${kept?.origin}. Give those for ${repository.origin}.`);
}
