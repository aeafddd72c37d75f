import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { remoteRepositories } from "#db/schema/integrations.ts";
import { deliveries } from "#db/schema/webhooks.ts";
import { parse } from "#lib/access/entry.ts";
import { changeSource, changeSourceInput } from "#lib/apps/change-source.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { addRepositories } from "#tests/support/integration.ts";
import { change, decided, deploymentsOf, pushedApp, type PushedApp, rowOf, pushStage } from "./support.ts";

const stage = pushStage();

const urlOf = (path: string) => `${stage.hub.url}/${path}.git`;

/** What the host tells of a push to a repository which it names so, through the hook of the app. */
async function told(app: PushedApp, repository: object) {
  const { before, after } = await app.push();
  await db.delete(deliveries).where(eq(deliveries.appId, app.id));
  await stage.hub.deliverPayload(app.path, "push", { ref: "refs/heads/main", before, after, repository });
  return decided(app);
}

test("a push of the repository that an app had before deploys nothing, and says whose it is", async () => {
  const app = await pushedApp(stage);
  const path = `${app.path}-new`;
  await stage.hub.addRepository({ path, members: { ana: "admin" } });
  await stage.hub.push(path, "main", { "index.html": "elsewhere" });
  await changeSource(app.actor, parse(changeSourceInput, { app: app.id, repositoryUrl: urlOf(path) }));
  await reconcile(new Date());
  await stage.hub.push(path, "main", { "index.html": "news that no webhook tells" });
  const { after } = await app.push();
  const reason = `The push is of ${app.path}, and this app deploys ${path}.`;
  expect(await decided(app)).toMatchObject([{ verdict: "ignored", reason, branch: "main", commit: after }]);
  expect(await deploymentsOf(app)).toEqual([]);
});

test("a path in other letters is the same repository", async () => {
  const app = await pushedApp(stage);
  expect(await told(app, { full_name: app.path.toUpperCase() })).toMatchObject([{ verdict: "deployed" }]);
});

test("a host below a path of its own does not name that in its bodies", async () => {
  const app = await pushedApp(stage);
  const { repositoryUrl } = await rowOf(app);
  await change(app, { repositoryUrl: repositoryUrl.replace(app.path, `git/${app.path}`) });
  expect(await told(app, { full_name: app.path })).toMatchObject([{ verdict: "deployed" }]);
});

test("a push that names no repository is one of this app", async () => {
  const app = await pushedApp(stage);
  expect(await told(app, {})).toMatchObject([{ verdict: "deployed" }]);
});

test("a renamed repository is the same, whether the account's list was read before the renaming or since", async () => {
  for (const known of ["before", "since"]) {
    const app = await pushedApp(stage);
    const path = known === "before" ? app.path : "acme/renamed";
    await addRepositories(app.integration, [{ path, remoteId: "4711" }]);
    expect(await told(app, { id: 4711, full_name: "acme/renamed" })).toMatchObject([{ verdict: "deployed" }]);
    await db.delete(remoteRepositories).where(eq(remoteRepositories.integrationId, app.integration.id));
  }
});

test("another repository that the account lists beside the app's own is no renamed one", async () => {
  const app = await pushedApp(stage);
  await addRepositories(app.integration, [
    { path: app.path, remoteId: "1" },
    { path: "acme/other", remoteId: "2" },
  ]);
  expect(await told(app, { id: 2, full_name: "acme/other" })).toMatchObject([
    { verdict: "ignored", reason: `The push is of acme/other, and this app deploys ${app.path}.` },
  ]);
});
