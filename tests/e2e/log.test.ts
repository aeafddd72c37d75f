import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { type AppStage, setAppStage } from "#tests/e2e/support/app-stage.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { expectFocus, openTab, type Tab, visit } from "#tests/e2e/support/browser.ts";
import { signInAs } from "#tests/e2e/support/sign-in.ts";
import { ended } from "#tests/support/stage.ts";

// 100,000 lines, of which one is red, one is very long and one holds what is looked for.
const script = [
  "for i in $(seq 100000); do echo line $i; done",
  "printf '\\033[31mthis is red\\033[0m\\n'",
  "printf 'wide %0500d\\n' 7",
  "echo the needle",
].join("\n");

let stage: AppStage;
let tab: Tab;
let page: Page;
let url = "";

beforeAll(async () => {
  stage = await setAppStage();
  const app = await stage.makeApp("talker");
  await addHook(stage.owner, {
    app: app.id,
    stage: "post_setup",
    name: "Talk",
    action: "run_command",
    input: { command: script },
    runAs: null,
    timeoutSeconds: 300,
    isEnabled: true,
  });
  const { id } = await queueDeployment(stage.owner, { app: app.id });
  expect((await ended(id, 120)).status).toBe("completed");
  url = stage.apps.replace(/apps$/, `deployments/${id}`);
  tab = await openTab();
  page = tab.page;
  await signInAs(tab.context, stage.owner.userId, stage.web.url);
});

test("of 100,000 lines only those in sight are in the page, and the last one is reached at once", async () => {
  await visit(page, url);
  await openStep("Talk");
  await toTheEnd();
  expect(await page.locator("a[aria-label^='Line ']").count()).toBeLessThan(200);
  await expectAccessible(page);
});

test("colours of the terminal are colours, not escape codes", async () => {
  const red = page.getByText("this is red", { exact: true });
  await red.waitFor();
  expect(await red.getAttribute("class")).toContain("ansi-red");
  expect(await log().innerText()).not.toContain("[31m");
});

test("search counts its matches and goes to the next and the one before", async () => {
  const field = page.getByRole("textbox", { name: "Search the log" });
  await field.blur();
  await page.keyboard.press("/");
  await expectFocus(page, /Search the log/);
  await field.fill("line 4242");
  await expect.poll(() => count().innerText()).toMatch(/11 (lines|of)|of 11/);
  await page.keyboard.press("Enter");
  await expect.poll(() => count().innerText()).toBe("1 of 11");
  await page.getByText("line 4242", { exact: true }).first().waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => count().innerText()).toBe("2 of 11");
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => count().innerText()).toBe("1 of 11");
});

test("wrapping keeps a wide line within the view", async () => {
  await page.getByRole("textbox", { name: "Search the log" }).fill("wide 0000");
  await expect.poll(() => count().innerText()).toBe("1 line");
  await page.keyboard.press("Enter");
  const isWide = () => log().evaluate((element) => element.scrollWidth > element.clientWidth + 1);
  await expect.poll(isWide).toBe(true);
  await page.getByRole("button", { name: "Wrap lines" }).click();
  await expect.poll(isWide).toBe(false);
});

test("a number is a link to its line, also for whoever opens it anew", async () => {
  const fresh = await openTab();
  await signInAs(fresh.context, stage.owner.userId, stage.web.url);
  await visit(fresh.page, `${url}#L50000`);
  await fresh.page.getByRole("link", { name: "Line 50000", exact: true }).waitFor();
  await fresh.page.getByRole("link", { name: "Line 50002", exact: true }).click({ modifiers: ["Shift"] });
  await expect.poll(() => new URL(fresh.page.url()).hash).toBe("#L50000-L50002");
  await fresh.context.close();
});

test("the download is the whole log", async () => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the raw log" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("\nline 1\n");
  expect(text).toContain("\nline 100000\n");
  expect(download.suggestedFilename()).toBe("talker-1.log");
  expect(tab.complaints).toEqual([]);
});

function log() {
  return page.getByRole("region", { name: /^Log of deployment/ }).last();
}

/** What the search has found. */
function count() {
  return page.getByRole("search").getByRole("status");
}

/** The lines behind the first ones are still coming in: End leads to the last that is there. */
async function toTheEnd(): Promise<void> {
  await log().focus();
  const isThere = async () => {
    await page.keyboard.press("End");
    return page.getByText("the needle").isVisible();
  };
  await expect.poll(isThere, { timeout: 15_000 }).toBe(true);
  await expect.poll(isAtRest, { timeout: 15_000 }).toBe(true);
}

/** A key scrolls over some frames, and would go on past what is done meanwhile. */
function isAtRest(): Promise<boolean> {
  return log().evaluate(async (element) => {
    const before = element.scrollTop;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return element.scrollTop === before;
  });
}

async function openStep(name: string): Promise<void> {
  const step = log().getByRole("button", { name: new RegExp(name) });
  if ((await step.getAttribute("aria-expanded")) === "false") await step.click();
}
