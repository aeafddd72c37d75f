import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { findApp } from "#lib/apps/find.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { type AppStage, setAppStage } from "#tests/e2e/support/app-stage.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, visit } from "#tests/e2e/support/browser.ts";
import { signInAs } from "#tests/e2e/support/sign-in.ts";
import { ended } from "#tests/support/stage.ts";

let stage: AppStage;
let page: Page;

beforeAll(async () => {
  stage = await setAppStage();
  const tab = await openTab();
  page = tab.page;
  await signInAs(tab.context, stage.owner.userId, stage.web.url);
});

test("a health check is chosen by its kind, with what that kind asks, and kept", async () => {
  await visit(page, stage.page("settings"));
  await page.getByRole("radio", { name: "A port" }).check();
  await page.getByLabel("Port", { exact: false }).first().waitFor();
  await page.getByRole("radio", { name: "A command" }).check();
  await page.getByRole("textbox", { name: /^Command/ }).fill("[[ $DEVPILOT_RELEASE != 2 ]]");
  await page.getByLabel("Tries").fill("1");
  await page.getByRole("checkbox", { name: /^Roll back by itself/ }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).first().click();
  await page.getByText("Saved", { exact: true }).first().waitFor();
  expect((await findApp(stage.owner, { app: stage.app })).app).toMatchObject({
    health: { kind: "command", command: "[[ $DEVPILOT_RELEASE != 2 ]]", timeoutSeconds: 5, tries: 1 },
    rollbackWhenUnhealthy: true,
  });
});

test("an unhealthy release is rolled back, and its page says so and offers to try again in two ways", async () => {
  await deployed();
  const ill = await deployed();
  await visit(page, `${stage.web.url}/w/${stage.slug}/deployments/${ill}`);
  await page.getByText("Check health: exit code 1, after 1 try. Devpilot rolls back to #1, as #3.").waitFor();
  await expect.poll(async () => (await findApp(stage.owner, { app: stage.app })).live?.number).toBe(3);
  await page.getByRole("button", { name: "Other ways to try again" }).click();
  await page.getByRole("menuitem", { name: "Redeploy this commit" }).waitFor();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Retry from the start" }).click();
  await page.getByRole("heading", { level: 1, name: "#4 · shop" }).waitFor();
  await page.getByRole("button", { name: "Redeploy this commit" }).waitFor();
});

test("the page of releases tells what lies on the server, with sizes, and what Devpilot does not know", async () => {
  const { app } = await findApp(stage.owner, { app: stage.app });
  mkdirSync(`${app.projectPath}/deployments/77`);
  await visit(page, stage.page("releases"));
  const table = page.getByRole("table", { name: "Releases on the server, newest first" });
  const row = (name: string) => table.getByRole("row").filter({ hasText: name });
  await row("deployments/4").getByText("Live").waitFor();
  await row("deployments/1").getByText("Can be switched to at once").waitFor();
  await row("deployments/77").getByText("Not known to Devpilot").waitFor();
  expect(await row("deployments/1").textContent()).toMatch(/\d (kB|MB|bytes)/);
  await expectAccessible(page);
});

test("a server that can't be asked is said in words, and the rest of the page is there", async () => {
  await stage.sshd.stop();
  // Another deployment, so that what was seen a moment ago does not serve.
  await queueDeployment(stage.owner, { app: stage.app });
  await visit(page, stage.page("releases"));
  await page.getByText("web-1 could not be asked what lies there").waitFor();
  await page.getByRole("table", { name: "Releases, newest first" }).getByText("#1", { exact: true }).waitFor();
});

async function deployed(): Promise<string> {
  const { id } = await queueDeployment(stage.owner, { app: stage.app });
  await ended(id);
  return id;
}
