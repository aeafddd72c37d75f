import { eq } from "drizzle-orm";
import { z } from "zod";
import { newId } from "#db/columns.ts";
import { db, type Transaction } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { webhooks } from "#db/schema/webhooks.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { record } from "#lib/activity/record.ts";
import { holdApp } from "#lib/apps/lock.ts";
import { branchName } from "#lib/integrations/git/branch-name.ts";
import { type DialectName, dialectNames } from "#lib/integrations/git/index.ts";
import { announce, deliveriesTopic } from "#lib/jobs/listen.ts";
import type { Secret } from "#lib/secrets/secret.ts";
import { accountOf } from "./account.ts";
import { registerOnHost } from "./register-on-host.ts";
import { readAutoDeploy } from "./rows.ts";
import { makeSecret, sealSecret } from "./secret.ts";
import { watchedBranchOf } from "./watched.ts";

export const setAutoDeployInput = z.strictObject({
  app: z.string(),
  enabled: z.boolean("Say true or false."),
  /** Left out: the branch that is watched already, at first the app's own. */
  branch: branchName.optional(),
  /** How the host words its deliveries, where that does not follow from its account. */
  dialect: z.enum(dialectNames, `Choose from ${dialectNames.join(", ")}.`).optional(),
});

type Wanted = z.infer<typeof setAutoDeployInput>;

/**
 * Lets pushes to a branch deploy an app, or stops that. The webhook is made at the first time and stays from then on:
 * what is told while it is off is kept with its reason, and switching on finds the newest commit.
 */
export async function setAutoDeploy(actor: Actor, input: Wanted) {
  const app = await authorize(actor, "app.update", input.app);
  const dialect = await dialectFor(app, input.dialect);
  const made = await db.transaction(async (tx) => {
    const held = await holdApp(tx, app.id);
    await switchTo(tx, actor, held, input);
    return input.enabled ? keepWebhook(tx, held, dialect) : null;
  });
  const isOnHost = input.enabled && (await registerOnHost(app));
  return { ...(await readAutoDeploy(app.id)), secret: isOnHost ? null : (made?.reveal() ?? null) };
}

/** The host of an account speaks its own; of others a person says it. */
async function dialectFor(app: App, chosen: DialectName | undefined): Promise<DialectName | undefined> {
  const account = await accountOf(app);
  return account.kind === "account" ? account.service : chosen;
}

async function switchTo(tx: Transaction, actor: Actor, app: App, wanted: Wanted): Promise<void> {
  const branch = wanted.branch ?? watchedBranchOf(app);
  const isMoved = branch !== watchedBranchOf(app);
  await tx
    .update(apps)
    .set({
      autoDeploy: wanted.enabled,
      watchedBranch: branch === app.branch && app.watchedBranch === null ? null : branch,
      // What stands at the head of another branch was pushed before anybody watched it.
      ...(isMoved && { watchedHead: null, watchedEtag: null }),
      ...(wanted.enabled && { reconciledAt: null }),
    })
    .where(eq(apps.id, app.id));
  const action = wanted.enabled ? "app.auto_deploy_on" : "app.auto_deploy_off";
  await record(tx, actor, action, { kind: "app", id: app.id, label: app.name }, { branch });
  await announce(tx, app.workspaceId);
  await announce(tx, deliveriesTopic);
}

/** The app's webhook; answers its secret where it is made now. */
async function keepWebhook(tx: Transaction, app: App, dialect: DialectName | undefined): Promise<Secret | null> {
  const [present] = await tx.select().from(webhooks).where(eq(webhooks.appId, app.id));
  if (present) {
    if (dialect) await tx.update(webhooks).set({ dialect }).where(eq(webhooks.id, present.id));
    return null;
  }
  const secret = makeSecret();
  const row = { id: newId(), workspaceId: app.workspaceId };
  await tx.insert(webhooks).values({
    ...row,
    appId: app.id,
    dialect: dialect ?? likelyDialect(app.repositoryUrl),
    secret: sealSecret(secret, row),
    registration: "manual",
  });
  return secret;
}

/** Many addresses tell it, and of the others most speak as GitHub does. */
function likelyDialect(repositoryUrl: string): DialectName {
  return dialectNames.find((name) => repositoryUrl.toLowerCase().includes(name)) ?? "github";
}
