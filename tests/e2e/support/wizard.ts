import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { finishWizard } from "#lib/wizard/finish.ts";

/** Waits for a step of the wizard of the app that was just made, and answers the app's own address. */
export async function atStep(page: Page, step: string): Promise<string> {
  await page.waitForURL(new RegExp(`/apps/[0-9a-f-]{36}/wizard/${step}$`));
  return page.url().replace(/\/wizard\/.*$/, "");
}

/** From the app's first step to its own page: a platform is chosen by hand, and the rest stays as that proposes. */
export async function settle(page: Page, owner: Member, platform = "Static files"): Promise<string> {
  const app = await atStep(page, "detected");
  await page.getByLabel("Platform").selectOption({ label: platform });
  await page.getByRole("button", { name: "Use this platform" }).click();
  await atStep(page, "build");
  await finishWizard(owner, { app: app.split("/").at(-1) ?? "" });
  await page.goto(app);
  return app;
}

/** Chooses a repository by its URL and comes to where the app is made. */
export async function byUrl(page: Page, url: string): Promise<void> {
  await page.getByRole("link", { name: /^By URL/ }).click();
  await page.getByLabel("Repository URL").fill(url);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/apps\/new\/branch\?/);
  await expect.poll(() => page.getByLabel("Name").count()).toBeGreaterThan(0);
}
