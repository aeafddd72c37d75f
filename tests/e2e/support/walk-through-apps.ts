import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { beforeAll, beforeEach, expect } from "vitest";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { type AppStage, setAppStage } from "#tests/e2e/support/app-stage.ts";
import { openTab, type Tab } from "#tests/e2e/support/browser.ts";

/** For a whole file: one stage, and for each test a tab in which its owner is signed in and nothing goes wrong unseen. */
export function walkThroughApps() {
  let stage: AppStage;
  let page: Page;

  beforeAll(async () => {
    stage = await setAppStage();
  });
  beforeEach(async () => {
    const tab = await openSignedIn();
    page = tab.page;
    return async () => {
      expect(tab.complaints).toEqual([]);
      await tab.context.close();
    };
  });

  async function openSignedIn(options: BrowserContextOptions = {}, value = stage.token): Promise<Tab> {
    const opened = await openTab(options);
    await opened.context.addCookies([{ name: sessionCookie.name, value, url: stage.web.url }]);
    return opened;
  }

  return {
    stage: () => stage,
    page: () => page,
    openSignedIn,
    /** Opens an address, and waits until the page answers to what is done there. */
    async go(address: string): Promise<void> {
      await page.goto(address);
      await page.waitForFunction(isAlive);
    },
    press: (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).first().click(),
    alert: (words: string): Locator => page.getByRole("alert").filter({ hasText: words }),
    dialog: (): Locator => page.getByRole("dialog").filter({ visible: true }),
  };
}

/** React has taken over the page's last button; before that, presses are lost. */
function isAlive(): boolean {
  const last = [...document.querySelectorAll("main button")].at(-1);
  return !last || Object.keys(last).some((key) => key.startsWith("__reactProps"));
}
