import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { invalid } from "#lib/failure.ts";
import { branchName } from "#lib/integrations/git/branch-name.ts";
import type { GitRepository } from "#lib/integrations/git/git.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import { shownOrigin } from "#lib/integrations/shown-origin.ts";
import { chooseSource, keepSource } from "./choose-source.ts";
import { forgetCredential } from "./credential.ts";
import { rereadApp } from "./find.ts";
import { leaveRepository } from "./leave-repository.ts";
import { holdApp } from "./lock.ts";
import { providerOf, readRepository, repositoryUrl, sourceAccess } from "./source.ts";

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
  const project = { workspaceId: app.workspaceId, id: app.projectId };
  const chosen = input.access && (await chooseSource(project, input.repositoryUrl, input.access));
  await db.transaction(async (tx) => {
    const held = await holdApp(tx, app.id);
    const { url } = chosen?.repository ?? (await readOnSameHost(tx, held, input.repositoryUrl));
    const integrationId = chosen ? await keepSource(tx, held, chosen) : held.integrationId;
    const branch = input.branch ?? held.branch;
    const watch = await watchAfter(tx, held, { url, branch });
    await tx
      .update(apps)
      .set({ repositoryUrl: url, branch, integrationId, ...watch })
      .where(eq(apps.id, app.id));
    if (chosen) await forgetCredential(tx, held.integrationId);
    const detail = { repositoryUrl: url, branch, access: input.access?.kind ?? "kept" };
    await record(tx, actor, "app.source_changed", { kind: "app", id: app.id, label: held.name }, detail);
    await announce(tx, deliveriesTopic);
  });
  return rereadApp(app.id);
}

/** Elsewhere what stands at the head was pushed before anybody watched it. The head is looked up at once in any case. */
async function watchAfter(tx: Transaction, app: App, { url, branch }: { url: string; branch: string }) {
  const hasLeft = await leaveRepository(tx, app, url);
  const isMoved = hasLeft || (branch !== app.branch && app.watchedBranch === null);
  return { reconciledAt: null, ...(isMoved && { watchedHead: null, watchedEtag: null }) };
}

/** Without new credentials: one is never sent to another origin than the one it was given for. */
async function readOnSameHost(tx: Transaction, app: App, url: string): Promise<GitRepository> {
  const kept = app.integrationId ? await keptOf(tx, app, app.integrationId) : undefined;
  const isOverSsh = providerOf(url) === "ssh";
  if (!kept && isOverSsh) throw invalid("access", "A repository over SSH needs a deploy key: choose deploy_key.");
  // The port of another scheme would only say that this is not its own.
  const isOfThatPort = kept !== undefined && isOverSsh === (providerOf(kept.origin) === "ssh");
  const repository = await readRepository(url, isOfThatPort ? kept.provider : undefined);
  if (!kept || kept.origin === repository.origin) return repository;
  const [here, there] = [shownOrigin(kept.origin), shownOrigin(repository.origin)];
  throw invalid("access", `The stored credentials are for ${here}. Give those for ${there}.`);
}

async function keptOf(tx: Transaction, { workspaceId }: App, id: string) {
  const [kept] = await tx
    .select({ provider: integrations.provider, origin: integrations.origin })
    .from(integrations)
    .where(and(eq(integrations.workspaceId, workspaceId), eq(integrations.id, id)));
  return kept;
}
