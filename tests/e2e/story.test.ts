import { existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, sizes, type Tab, visit } from "#tests/e2e/support/browser.ts";
import { atStep, byUrl } from "#tests/e2e/support/wizard.ts";
import { setupToken, startWeb, type Web } from "#tests/e2e/support/web.ts";
import { type GitHttp, startGitHttp } from "#tests/peers/git-http.ts";
import { waitUntil } from "#tests/support/process-tree.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { spawnEntry } from "#tests/support/spawn-process.ts";
import { type Sshd, startSshd } from "#tests/support/sshd.ts";

// One person's first day, in one browser: each test goes on where the one before it ended.

let web: Web;
let sshd: Sshd;
let git: GitHttp;
let repository: TestRepository;
let tab: Tab;
let page: Page;
let appUrl = "";
const projectPath = () => `${sshd.home}/apps/shop`;

beforeAll(async () => {
  sshd = await startSshd();
  repository = await makeRepository({ files: { "index.html": "<h1>one</h1>\n" } });
  git = await startGitHttp({ root: repository.root });
  const allowed = { DEVPILOT_INSECURE_GIT_HOSTS: `127.0.0.1:${git.port}` };
  web = await startWeb(allowed);
  const worker = await spawnEntry("worker", web.env);
  afterAll(async () => {
    await worker.stop();
    await git.stop();
    await sshd.stop();
  });
  tab = await openTab();
  page = tab.page;
});

test("the printed token makes the first user and a workspace", async () => {
  await visit(page, `${web.url}/setup#${await setupToken()}`);
  await page.getByLabel("Email").fill("ana@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill("seven quiet rivers");
  await page.getByLabel("Name of the workspace").fill("Acme");
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("heading", { level: 1, name: "Acme" }).waitFor();
});

test("a server is connected, its fingerprint compared and confirmed, and it is ready", async () => {
  await page.getByRole("link", { name: "Connect a server" }).click();
  await page.getByRole("textbox", { name: /^Name/ }).fill("web-1");
  await page.getByRole("textbox", { name: /^Host/ }).fill(sshd.host);
  await page.getByLabel("SSH port").fill(String(sshd.port));
  await page.getByRole("textbox", { name: /^User/ }).fill(sshd.user);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("radio", { name: "A private key of yours" }).check();
  await page.getByRole("textbox", { name: "Private key" }).fill(sshd.privateKey);
  await page.getByRole("button", { name: "Continue to the test" }).click();
  await page.getByText(sshd.hostKeyFingerprint).first().waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Confirm and go on" }).click();
  await page.getByText("Connected").first().waitFor();
  await expectAccessible(page);
});

test("a project, and in it an app from a real repository", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "Projects" }).first().click();
  await page.getByRole("link", { name: "New project" }).first().click();
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("button", { name: "Make the project" }).click();
  await page.getByRole("heading", { level: 1, name: "Shop" }).waitFor();
  await page
    .getByRole("link", { name: /New app|Make an app/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: "New app" }).waitFor();
  await byUrl(page, `${git.url}/${repository.name}`);
  await page.getByRole("textbox", { name: /^Name/ }).fill("shop");
  await page.getByLabel("Branch").fill("main");
  await page.getByLabel("Project path").fill(projectPath());
  await page.getByRole("button", { name: "Continue" }).click();
  appUrl = await atStep(page, "detected");
  await page.getByRole("button", { name: "Use this and skip to the review" }).click();
  await page.getByRole("button", { name: "Finish without deploying" }).click();
  await page.waitForURL(appUrl);
  await page.getByRole("heading", { level: 1, name: "shop" }).waitFor();
  await page.getByText("Nothing was deployed yet").waitFor();
  await expectAccessible(page);
});

test("deploy: log lines arrive live, and the site's files are live", async () => {
  await addHook(
    "After set-up",
    "Count to ten",
    "echo counted 1; until test -e ../../seen; do sleep 0.1; done; echo counted 10",
  );
  await deploy();
  await page.getByText("counted 1", { exact: true }).waitFor();
  expect(await page.getByText("counted 10", { exact: true }).count()).toBe(0);
  writeFileSync(`${projectPath()}/seen`, "");
  await page.getByText("counted 10", { exact: true }).waitFor();
  await status("Live");
  expect(readFileSync(`${projectPath()}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
  await expect.poll(() => page.title()).toBe("● #1 · shop · Devpilot");
  await expectAccessible(page);
});

test("a failing hook fails the deployment, later hooks are skipped, and the old release stays live", async () => {
  await repository.commit({ "index.html": "<h1>two</h1>\n" }, "Two");
  await addHook("After set-up", "Smoke test", "echo checkout is broken; exit 7");
  await addHook("After release", "Warm up", "echo warm");
  await deploy();
  await status("Failed");
  await page.getByText("Smoke test: Exit code 7").waitFor();
  await page.getByText("checkout is broken").first().waitFor();
  await page.getByText("Nothing changed for visitors").waitFor();
  const skipped = page.getByRole("list", { name: "Steps" }).getByRole("listitem").filter({ hasText: "Warm up" });
  await expect.poll(() => skipped.last().innerText()).toMatch(/Skipped/);
  expect(readFileSync(`${projectPath()}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
  await expectAccessible(page);
});

test("mended, the next one goes live; then back to the first with one click", async () => {
  await removeHook("Smoke test");
  await deploy();
  await status("Live");
  expect(readFileSync(`${projectPath()}/current/index.html`, "utf8")).toBe("<h1>two</h1>\n");
  await visit(page, `${appUrl}/deployments`);
  await page.getByRole("link", { name: "#1" }).click();
  await page.getByRole("button", { name: "Roll back to this" }).click();
  await page.getByRole("heading", { level: 1, name: "#4 · shop" }).waitFor();
  await status("Live");
  expect(readlinkSync(`${projectPath()}/current`)).toBe("deployments/1");
  expect(readFileSync(`${projectPath()}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
});

test("cancel ends what runs, and says by whom", async () => {
  await addHook("After set-up", "Sleeper", "echo $$ >../../pid; echo asleep; sleep 600");
  await deploy();
  await page.getByText("asleep", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await status("Cancelled");
  await page.getByText(/Cancelled by ana/).waitFor();
  await waitUntil(
    "the hook is gone",
    () => !existsSync(`/proc/${readFileSync(`${projectPath()}/pid`, "utf8").trim()}`),
  );
  await expectAccessible(page);
});

test("on a phone, and in the dark, the same pages hold together", async () => {
  const { context, page: phone } = await openTab({ viewport: sizes.phone, colorScheme: "dark" });
  await context.addCookies(await tab.context.cookies());
  for (const path of [page.url(), appUrl, `${appUrl}/pipeline`, `${appUrl}/releases`]) {
    await visit(phone, path);
    await phone.getByRole("heading", { level: 1 }).waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    await expectAccessible(phone);
  }
  await context.close();
});

test("the browser had nothing to complain of", () => {
  expect(tab.complaints).toEqual([]);
});

async function deploy(): Promise<void> {
  await visit(page, appUrl);
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.waitForURL(/\/deployments\//);
}

function status(word: string): Promise<void> {
  return page.getByRole("main").getByText(word, { exact: true }).first().waitFor({ timeout: 30_000 });
}

async function addHook(stage: string, name: string, command: string): Promise<void> {
  await visit(page, `${appUrl}/pipeline`);
  const band = page.getByRole("region", { name: stage });
  await band.getByRole("button", { name: /Add a hook/ }).click();
  await page.getByRole("textbox", { name: /^Name/ }).fill(name);
  await page.getByLabel("Command").fill(command);
  await save();
}

async function removeHook(name: string): Promise<void> {
  await visit(page, `${appUrl}/pipeline`);
  await page
    .getByRole("listitem")
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await save();
}

async function save(): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("button", { name: "Save the pipeline" }).click();
  await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "detached" });
}
