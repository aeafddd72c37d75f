import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { putVariables } from "#lib/apps/put-variables.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { type AppStage, setAppStage } from "#tests/e2e/support/app-stage.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, sizes, type Tab, visit } from "#tests/e2e/support/browser.ts";
import { signInAs } from "#tests/e2e/support/sign-in.ts";
import { ended } from "#tests/support/stage.ts";

const secret = "s3cr3t-and-long-enough";
const lock =
  "npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.";

let stage: AppStage;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  stage = await setAppStage();
  tab = await openTab();
  page = tab.page;
  await signInAs(tab.context, stage.owner.userId, stage.web.url);
});

test("a failed deployment says on top of its log which step failed, why, what to do, and how it ended", async () => {
  await visit(page, await failedBy("known", `echo '${lock}'\nseq 12\nexit 1`));
  const panel = panelOf("Try it");
  await panel.getByRole("heading", { name: "Try it failed with exit code 1" }).waitFor();
  await panel.getByText(/^Likely package-lock\.json does not fit package\.json/).waitFor();
  await panel.getByText(/What to do: Run npm install in your checkout/).waitFor();
  await panel.getByText(lock).waitFor();
  await panel.getByText(/^5\n6\n7/).waitFor();
  await page.getByText("Nothing changed for visitors").waitFor();
  const log = page.getByRole("region", { name: /^Log of deployment/ }).last();
  await log.getByText("Likely package-lock.json does not fit package.json").waitFor();
  await expectAccessible(page);
});

test("a failure that nobody knows is not explained by invention", async () => {
  await visit(page, await failedBy("unknown", "echo 'assertion 4 of 7 failed'; exit 9"));
  const panel = panelOf("Try it");
  await panel.getByRole("heading", { name: "Try it failed with exit code 9" }).waitFor();
  await panel.getByText("This is none of the failures that Devpilot knows").waitFor();
  await panel.getByText("assertion 4 of 7 failed").waitFor();
  expect(await panel.getByText(/Likely/).count()).toBe(0);
});

test("on a phone, in the dark, with a long line and a secret, it is still to be read", async () => {
  const script = `echo "Error: EACCES: permission denied, open '/srv/$TOKEN/${"long/".repeat(60)}file'"; exit 1`;
  const url = await failedBy("narrow", script);
  const phone = await openTab({ viewport: sizes.phone, colorScheme: "dark" });
  await signInAs(phone.context, stage.owner.userId, stage.web.url);
  await visit(phone.page, url);
  await phone.page
    .getByText(/may not write or read \/srv\/•••\/long/)
    .first()
    .waitFor();
  const isWider = () => phone.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(await isWider()).toBe(false);
  expect(await phone.page.content()).not.toContain(secret);
  const panel = phone.page.getByRole("heading", { name: /^Try it failed/ });
  const steps = phone.page.getByRole("list", { name: "Steps" });
  expect((await panel.boundingBox())?.y).toBeLessThan((await steps.boundingBox())?.y ?? 0);
  await expectAccessible(phone.page);
  expect(phone.complaints).toEqual([]);
  await phone.context.close();
});

test("a step that fails while somebody watches is explained without loading anew", async () => {
  const app = await appWith("watched", `sleep 3; sh -c 'vite build'`);
  const { id } = await queueDeployment(stage.owner, { app });
  await visit(page, urlOf(id));
  await panelOf("Try it").getByText("Likely the command vite is not on this server").waitFor();
  expect(tab.complaints).toEqual([]);
});

async function failedBy(name: string, command: string): Promise<string> {
  const { id } = await queueDeployment(stage.owner, { app: await appWith(name, command) });
  expect((await ended(id)).status).toBe("failed");
  return urlOf(id);
}

async function appWith(name: string, command: string): Promise<string> {
  const { id } = await stage.makeApp(name);
  await putVariables(stage.owner, { app: id, variables: [{ key: "TOKEN", value: secret, isSecret: true }] });
  await addHook(stage.owner, {
    app: id,
    stage: "post_setup",
    name: "Try it",
    action: "run_command",
    input: { command },
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
  });
  return id;
}

const urlOf = (deployment: string) => stage.apps.replace(/apps$/, `deployments/${deployment}`);
const panelOf = (step: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: new RegExp(`^${step} failed`) }) });
