import type { BrowserContextOptions, Locator, Page, Response } from "playwright-core";
import { beforeAll, beforeEach, expect } from "vitest";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { type AppStage, setAppStage } from "#tests/e2e/support/app-stage.ts";
import { openTab, type Tab, visit } from "#tests/e2e/support/browser.ts";

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
    go: (address: string): Promise<Response | null> => visit(page, address),
    press: (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).first().click(),
    alert: (words: string): Locator => page.getByRole("alert").filter({ hasText: words }),
    dialog: (): Locator => page.getByRole("dialog").filter({ visible: true }),
  };
}
