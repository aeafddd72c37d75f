import { expect, test } from "vitest";
import { and, eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { integrations } from "#db/schema/integrations.ts";
import { createApp } from "#lib/apps/create.ts";
import { setAutoDeploy } from "#lib/webhooks/set-auto-deploy.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { visit } from "#tests/e2e/support/browser.ts";
import { walkThroughIntegrations } from "#tests/e2e/support/integration-stage.ts";

const { stage, page, go, open, consent, follow, heading, card, said } = walkThroughIntegrations(
  "GITHUB",
  "GITLAB",
  "BITBUCKET",
);

const button = (name: string) => page().getByRole("button", { name, exact: true });
const dialog = () => page().getByRole("dialog").filter({ visible: true });
const authorize = () => page().getByRole("button", { name: "Authorize" }).click();
const row = (title: string, name: string) => card(title).getByRole("listitem").filter({ hasText: name });

const titles = { github: "GitHub", gitlab: "GitLab", bitbucket: "Bitbucket" };

test("an account of each host is connected", async () => {
  for (const [provider, title] of Object.entries(titles)) {
    await go(`integrations/new/${provider}`);
    await consent(title);
  }
});

test("an account is limited to a project, and renamed", async () => {
  await open("Bitbucket", "ana");
  await page()
    .getByRole("radio", { name: /Only some projects/ })
    .check();
  await page().getByRole("checkbox", { name: stage().world.project.name }).check();
  await button("Save").first().click();
  await page().getByText("Saved", { exact: true }).first().waitFor();
  await page().getByRole("textbox", { name: "Name of the integration" }).fill("Team account");
  await button("Save").last().click();
  await heading("Team account");
  await go("integrations");
  await row("Bitbucket", "Team account").getByText(`Only ${stage().world.project.name}`).waitFor();
});

test("an account is refreshed by hand", async () => {
  const before = stage().gitlab.refreshes;
  await open("GitLab", "ana");
  await button("Refresh token").click();
  await said("The token is fresh.");
  expect(stage().gitlab.refreshes).toBe(before + 1);
  await button("Test").click();
  await said("It works.");
  await expectAccessible(page());
});

test("an account that was revoked on the host needs reconnecting, and is authorised again in place", async () => {
  stage().github.revoke("ana");
  await open("GitHub", "ana");
  const address = page().url();
  await button("Test").click();
  await said("It needs to be connected again");
  await expectAccessible(page());

  await visit(page(), `${stage().web.url}/w/${stage().world.workspace.slug}`);
  await said("Needs reconnecting");
  await expectAccessible(page());
  await follow("Reconnect");
  await page().waitForURL(address);
  await button("Reconnect").click();
  await authorize();
  await page().waitForURL(address);
  await said("Connected");
  expect(await page().getByText("It needs to be connected again").count()).toBe(0);
});

test("an account that was given less than is asked says what is missing", async () => {
  stage().github.limitScopes(["read:user"]);
  await open("GitHub", "ana");
  await button("Re-authorise").click();
  await authorize();
  await said("It was given less than it needs");
  await page().getByText("not granted").waitFor();
  await expectAccessible(page());

  stage().github.limitScopes(null);
  await button("Reconnect").click();
  await authorize();
  await expect.poll(() => page().getByText("not granted").count()).toBe(0);
  await said("To read private code");
});

test("an account that the host limits says until when", async () => {
  await open("Bitbucket", "Team account");
  stage().bitbucket.setFault({ kind: "429", retryAfter: 600 });
  await button("Test").click();
  await said("Rate limited");
  await expectAccessible(page());
  stage().bitbucket.setFault(null);
});

test("an account is removed after a question that lists what will miss it, and its webhooks with it", async () => {
  await deployOnPush("Shop front", "ana/shop");
  expect(stage().github.repository("ana/shop").hooks).toHaveLength(1);
  await open("GitHub", "ana");
  await page().getByRole("link", { name: "Shop front" }).waitFor();
  await button("Remove").click();
  await dialog().getByRole("heading", { name: "Remove ana?" }).waitFor();
  await dialog().getByText("This app will miss it:").waitFor();
  await dialog().getByText("ana/shop, for Shop front").waitFor();
  expect(
    await dialog()
      .getByRole("checkbox", { name: /Also delete the webhook on GitHub/ })
      .isChecked(),
  ).toBe(true);
  await expectAccessible(page());
  await dialog().getByRole("button", { name: "Remove", exact: true }).click();
  await page().waitForURL(/\/settings\/integrations$/);
  await card("GitHub").getByText("Search your repositories").waitFor();
  expect(stage().github.repository("ana/shop").hooks).toEqual([]);
});

/** An app whose source is ana's account on GitHub, with a webhook there. */
async function deployOnPush(name: string, path: string): Promise<void> {
  const { github, world } = stage();
  const { cloneUrl } = await github.addRepository({ path });
  const isAna = and(eq(integrations.provider, "github"), eq(integrations.account, "ana"));
  const [account] = await db.select({ id: integrations.id }).from(integrations).where(isAna);
  const { app } = await createApp(world.owner.actor, {
    project: world.project.id,
    name,
    serverId: world.serverId,
    platform: "static",
    isActive: true,
    repositoryUrl: cloneUrl,
    access: { kind: "integration", integration: account?.id ?? "" },
    branch: "main",
    projectPath: "/srv/shop-front",
    retainedReleases: 5,
    siteUrl: null,
    health: null,
  });
  await setAutoDeploy(world.owner.actor, { app: app.id, enabled: true });
}
