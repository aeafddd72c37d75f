import { createHmac, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { removeIntegration } from "#lib/integrations/remove.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, ready, sizes, type Tab, tabTo, visit, visitLive } from "#tests/e2e/support/browser.ts";
import { cloneOf, setPushStage } from "#tests/e2e/support/push-stage.ts";
import { settle } from "#tests/e2e/support/wizard.ts";

// A push from a clone to a live site, in one browser: each test goes on where the one before it ended.

let stage: Awaited<ReturnType<typeof setPushStage>>;
let clone: Awaited<ReturnType<typeof cloneOf>>;
let tab: Tab;
let page: Page;
let app = "";
const site = () => `${stage.sshd.home}/storefront`;
const main = () => page.getByRole("main");
const press = (name: string | RegExp) => main().getByRole("button", { name }).first().click();

beforeAll(async () => {
  stage = await setPushStage();
  clone = await cloneOf(stage.github, "acme/shop");
  tab = await openTab();
  page = tab.page;
  await tab.context.addCookies([{ name: sessionCookie.name, value: stage.token, url: stage.web.url }]);
  afterAll(() => expect(tab.complaints).toEqual([]));
});

test("a repository of the account is found by typing, with what should be known of it", async () => {
  await chooseAccount("GitHub");
  await repository().click();
  await option("acme/shop-archive private archived").waitFor();
  await option("acme/blank empty").waitFor();
  await page.getByText("The first 30, read just now").waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show more" }).click();
  await option("bulk/repository-0040 private").waitFor();
  await page.getByText("43 repositories, read just now").waitFor();

  await repository().fill("nothing like this");
  await page.getByText("No repository of this account matches “nothing like this”.").waitFor();
  await page.getByRole("link", { name: "Reconnect GitHub" }).waitFor();
  await expectAccessible(page);

  await repository().fill("sho");
  await expect.poll(() => page.getByRole("listbox").getByRole("option").allInnerTexts()).toHaveLength(2);
  await repository().press("ArrowDown");
  await repository().press("ArrowDown");
  await repository().press("Enter");
  expect(await repository().inputValue()).toBe("acme/shop");
});

test("a list that does not come says so, and is asked for again by keyboard", async () => {
  const list = "**/repositories?*";
  await page.route(list, (route) => route.abort());
  await repository().fill("shop-arch");
  await page.getByText("Devpilot did not answer. Is the network there?").waitFor();
  await expectAccessible(page);
  await page.unroute(list);
  await tabTo(page, "Try again");
  await page.keyboard.press("Enter");
  await option("acme/shop-archive private archived").waitFor();
  await repository().press("Escape");
  expect(await repository().inputValue()).toBe("acme/shop");
});

test("its branches come from the host, the default one is proposed, and the app is made", async () => {
  await press("Continue");
  await page.getByText("The account sees the repository: 1 branch, main is the default one.").waitFor();
  expect(await page.getByLabel("Branch").inputValue()).toBe("main");
  await page.getByLabel("Name").fill("storefront");
  await page.getByLabel("Project path").fill(site());
  await expectAccessible(page);
  await press("Continue");
  app = await settle(page, stage.owner);
  await main().getByText("Pushes do not deploy this app").waitFor();
  await press("Deploy");
  await isLive("#1");
  expect(readFileSync(`${site()}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
});

test("auto-deploy is switched on, and Devpilot registers the webhook itself", async () => {
  await visit(page, `${app}/deliveries`);
  await main().getByText("Auto-deploy is off, so nobody tells of any.").waitFor();
  await expectAccessible(page);
  await main().getByRole("link", { name: "Switch on auto-deploy" }).click();
  await page.getByRole("switch", { name: /^Deploy when somebody pushes/ }).check();
  expect(await autoDeploy().getByLabel("Branch to watch").inputValue()).toBe("main");
  await autoDeploy().getByRole("button", { name: "Save" }).click();
  await autoDeploy().getByText("Registered on acme/shop").waitFor();
  await autoDeploy().getByText("On", { exact: true }).waitFor();
  await expectAccessible(page);
  expect(stage.github.repository("acme/shop").hooks).toHaveLength(1);
});

test("a push from a clone appears without reload, and goes live", async () => {
  await visitLive(page, app);
  await main().getByText("Deploys on push to main").waitFor();
  const commit = await clone.push("main", "index.html", "<h1>two</h1>\n");
  await main().getByRole("link", { name: "#2" }).waitFor();
  await main().getByText("push", { exact: false }).first().waitFor();
  await expect.poll(() => existsSync(`${site()}/current/index.html`) && siteIs("<h1>two</h1>\n")).toBe(true);
  await page.getByRole("link", { name: "#2" }).first().click();
  await isLive("#2");
  await main().getByText(commit.slice(0, 7)).first().waitFor();

  await visit(page, `${app}/deliveries`);
  const row = page.getByRole("row").filter({ hasText: commit.slice(0, 7) });
  await row.getByText("Deployed").waitFor();
  await row.getByRole("link", { name: "#2" }).waitFor();
  await expectAccessible(page);
});

test("a push to another branch is kept with its reason, live, and deploys nothing", async () => {
  await visitLive(page, `${app}/deliveries`);
  await clone.push("draft", "draft.html", "<h1>draft</h1>\n");
  const row = page.getByRole("row").filter({ hasText: "draft" });
  await row.getByText("Ignored").waitFor();
  await row.getByText(/draft is not watched/).waitFor();
  await page.getByRole("link", { name: "Ignored", exact: true }).click();
  await page.waitForURL(/verdict=ignored/);
  await row.getByRole("rowheader").getByRole("link").click();
  await page.waitForURL(/\/deliveries\/[0-9a-f-]{36}$/);
  await main().getByText("x-github-delivery").waitFor();
  await main().getByText('"ref": "refs/heads/draft"').waitFor();
  await expectAccessible(page);
});

test("a replay is decided anew, and its verdict appears on its own page", async () => {
  const before = page.url();
  await press("Replay");
  await page.waitForURL((url) => url.href !== before);
  await main().getByText("replayed by ana").waitFor();
  await main().getByText("Ignored").first().waitFor();
  await expectAccessible(page);
  await main().getByRole("link", { name: "the delivery before" }).click();
  await page.waitForURL(before);
});

test("the secret is rotated on the host, and the next push still comes through", async () => {
  await visit(page, `${app}/settings`);
  await press("Rotate secret");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The old one counts").selectOption("1");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Rotate secret" }).click();
  await main()
    .getByText(/the one before it ends/)
    .waitFor();
  const commit = await clone.push("main", "index.html", "<h1>three</h1>\n");
  await expect.poll(() => siteIs("<h1>three</h1>\n"), { timeout: 30_000 }).toBe(true);
  await visit(page, `${app}/deliveries?verdict=deployed`);
  await page
    .getByRole("row")
    .filter({ hasText: commit.slice(0, 7) })
    .waitFor();
});

test("without the account the app says which one it needs, and what becomes of pushes", async () => {
  await removeIntegration(stage.owner, { integration: stage.integrationOf(stage.github), deleteWebhooks: false });
  await visitLive(page, app);
  await main().getByText("The app needs an account", { exact: true }).waitFor();
  await main().getByText("The integration ana was removed.").waitFor();
  await expectAccessible(page);
  await visitLive(page, `${app}/deliveries`);
  const commit = await clone.push("main", "index.html", "<h1>four</h1>\n");
  const row = page.getByRole("row").filter({ hasText: commit.slice(0, 7) });
  await row.getByText("Ignored").waitFor();
  await row.getByText(/integration/).waitFor();
  expect(siteIs("<h1>three</h1>\n")).toBe(true);
  await visit(page, app);
  await main().getByRole("link", { name: "Choose another account" }).click();
  await main().getByRole("heading", { name: "Source" }).waitFor();
  await main().getByText("The app needs an account", { exact: true }).waitFor();
  await expectAccessible(page);
});

test("on a phone, and in the dark, the same pages hold together", async () => {
  const { context, page: phone } = await openTab({ viewport: sizes.phone, colorScheme: "dark" });
  await context.addCookies(await tab.context.cookies());
  await visit(page, `${app}/deliveries`);
  const delivery = await page.getByRole("rowheader").getByRole("link").first().getAttribute("href");
  for (const path of [
    app,
    `${app}/deliveries`,
    `${stage.web.url}${delivery}`,
    `${app}/settings`,
    `${stage.apps}/new`,
  ]) {
    await visit(phone, path);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    await expectAccessible(phone);
  }
  await context.close();
});

const elsewhere = [
  { title: "GitLab", name: "on-gitlab", hostOf: () => stage.gitlab },
  { title: "Bitbucket", name: "on-bitbucket", hostOf: () => stage.bitbucket },
];

test.each(elsewhere)("the same on $title: chosen, switched on, pushed, live", async ({ title, name, hostOf }) => {
  await chooseAccount(title);
  await repository().fill("acme/shop");
  await option("acme/shop private").click();
  await press("Continue");
  await page.getByText("The account sees the repository: 1 branch, main is the default one.").waitFor();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Project path").fill(`${stage.sshd.home}/${name}`);
  await press("Continue");
  const address = await settle(page, stage.owner);
  await visit(page, `${address}/settings`);
  await page.getByRole("switch", { name: /^Deploy when somebody pushes/ }).check();
  await autoDeploy().getByRole("button", { name: "Save" }).click();
  await autoDeploy().getByText("Registered on acme/shop").waitFor();

  const clone = await cloneOf(hostOf(), "acme/shop");
  await visitLive(page, address);
  await clone.push("main", "index.html", "<h1>two</h1>\n");
  await main().getByRole("link", { name: "#1" }).first().click();
  await isLive("#1");
  expect(readFileSync(`${stage.sshd.home}/${name}/current/index.html`, "utf8")).toBe("<h1>two</h1>\n");
  await visitLive(page, `${address}/deliveries`);
  await clone.push("draft", "draft.html", "<h1>draft</h1>\n");
  const row = page.getByRole("row").filter({ hasText: "draft" });
  await row.getByText(/draft is not watched/).waitFor();
});

test("an app by its URL shows once what is to be added on the host, and takes what is signed with it", async () => {
  await visit(page, stage.page("settings"));
  await page.getByRole("switch", { name: /^Deploy when somebody pushes/ }).check();
  await autoDeploy().getByLabel("Kind of git host").selectOption({ label: "GitHub, Gitea or Forgejo" });
  await autoDeploy().getByRole("button", { name: "Save" }).click();
  await autoDeploy().getByText("Put this on the git host now").waitFor();
  await autoDeploy().getByText("To be added by hand").waitFor();
  await expectAccessible(page);
  const [url = "", secret = ""] = await autoDeploy().locator("code").allInnerTexts();
  await autoDeploy().getByRole("button", { name: "I have copied both" }).click();
  expect(await main().getByText(secret).count()).toBe(0);
  await visit(page, stage.page("settings"));
  expect(await page.content()).not.toContain(secret);

  await visitLive(page, stage.page("deliveries"));
  await main().getByText("First the webhook has to be added on the git host.").waitFor();
  const tag = JSON.stringify({ ref: "refs/tags/v1", before: "0".repeat(40), after: "1".repeat(40), created: true });
  const sign = (key: string) => `sha256=${createHmac("sha256", key).update(tag).digest("hex")}`;
  const send = (signature: string) =>
    fetch(url, {
      method: "POST",
      body: tag,
      headers: { "x-github-event": "push", "x-github-delivery": randomUUID(), "x-hub-signature-256": signature },
    });
  expect((await send(sign("another secret"))).status).toBe(401);
  expect((await send(sign(secret))).status).toBe(202);
  await page.getByRole("row").filter({ hasText: "Ignored" }).getByText(/tag/).waitFor();
  await visit(page, stage.page("settings"));
  await autoDeploy()
    .getByText(/^1 refused, the last/)
    .waitFor();
  await autoDeploy().getByText("Added by hand", { exact: true }).waitFor();
});

const repository = () => page.getByRole("combobox", { name: /^Repository/ });
const option = (name: string) => page.getByRole("option", { name: new RegExp(`^${name}`) });
const autoDeploy = () => page.locator("#auto-deploy");

/** Begins an app with an account. */
async function chooseAccount(title: string): Promise<void> {
  await visit(page, `${stage.apps}/new`);
  await page.getByRole("link", { name: new RegExp(`^${title} · ana`) }).click();
  await page.waitForURL(/\/apps\/new\/repository\?/);
  await ready(page);
}

function siteIs(content: string): boolean {
  return readFileSync(`${site()}/current/index.html`, "utf8") === content;
}

async function isLive(number: string): Promise<void> {
  await page.waitForURL(/\/deployments\/[0-9a-f-]+$/);
  await page.getByRole("heading", { level: 1 }).filter({ hasText: number }).waitFor();
  await page.getByText("Live", { exact: true }).first().waitFor({ timeout: 60_000 });
}
