import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { expectFocus, ready, sizes, tabTo, visit } from "#tests/e2e/support/browser.ts";
import { walkThroughWizard } from "#tests/e2e/support/walk-through-wizard.ts";
import { atStep, byUrl } from "#tests/e2e/support/wizard.ts";

const { stage, page, clicks, openSignedIn, button, click, site, begin } = walkThroughWizard();

describe("from a repository to live", () => {
  test("takes fewer than 12 clicks through every step, and lands on the deployment", async () => {
    await begin("acme/shop", "by-steps");
    await click(button("Use this"));
    for (const step of ["build", "environment", "pipeline", "auto-deploy"]) {
      await atStep(page(), step);
      await click(button("Continue"));
    }
    await atStep(page(), "review");
    await page().getByRole("heading", { name: "What would go live" }).waitFor();
    await click(button(/^Deploy/));
    await isLive();
    expect(clicks()).toBeLessThan(12);
    expect(readFileSync(`${site("by-steps")}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
    await page().getByRole("link", { name: "by-steps" }).first().click();
    await page().getByText("Deploys on push to main").waitFor();
    expect(await page().getByText("Set-up not finished").count()).toBe(0);
  });

  test("takes fewer still when the rest is left as it was proposed", async () => {
    await begin("acme/shop", "skipped");
    await click(button("Use this and skip to the review"));
    await atStep(page(), "review");
    await click(button(/^Deploy/));
    await isLive();
    expect(clicks()).toBeLessThan(9);
  });

  test("goes by keyboard alone", async () => {
    await visit(page(), `${stage().apps}/new`);
    const press = async (name: string | RegExp) => {
      await tabTo(page(), name);
      await page().keyboard.press("Enter");
    };
    await press("By URL");
    await page().waitForURL(/\/repository\?/);
    await ready(page());
    await tabTo(page(), /^Repository URL/);
    await page().keyboard.type(stage().repositoryUrl);
    await page().keyboard.press("Enter");
    await page().waitForURL(/\/branch\?/);
    await ready(page());
    await tabTo(page(), /^Name/);
    await page().keyboard.press("Control+a");
    await page().keyboard.type("keyboard");
    await tabTo(page(), /^Project path/);
    await page().keyboard.press("Control+a");
    await page().keyboard.type(site("keyboard"));
    await page().keyboard.press("Enter");
    await atStep(page(), "detected");
    await button("Use this").waitFor();
    await ready(page());
    await press(/^Use this$/);
    for (const step of ["build", "environment", "pipeline", "auto-deploy"]) {
      await atStep(page(), step);
      await ready(page());
      await press("Continue");
    }
    await atStep(page(), "review");
    await button(/^Deploy/).waitFor();
    await press("Deploy");
    await isLive();
  });
});

describe("leaving", () => {
  let app = "";

  test("loses nothing: overview, project and app lead on to where it was left", async () => {
    app = await begin("acme/api", "left");
    await click(button("Use this"));
    await atStep(page(), "build");
    await page().getByLabel("Build command").fill("npm run build -- --mode left");
    await click(button("Continue"));
    await atStep(page(), "environment");
    await page().getByLabel("LOG_LEVEL").fill("debug");
    await click(button("Continue"));
    await atStep(page(), "pipeline");
    await page().getByRole("link", { name: "Finish later" }).click();
    await page().getByText("Set-up not finished").waitFor();
    await expectAccessible(page());

    await visit(page(), `${stage().web.url}/w/${stage().slug}`);
    const need = page().getByRole("listitem").filter({ hasText: "left" }).filter({ hasText: "Set-up not finished" });
    await expectAccessible(page());
    await need.getByRole("link", { name: "Continue" }).click();
    expect(await atStep(page(), "pipeline")).toBe(app);
    await visit(page(), `${stage().web.url}/w/${stage().slug}/projects/${stage().project}`);
    await page().getByRole("link", { name: "Set-up not finished: continue with left" }).click();
    await atStep(page(), "pipeline");
  });

  test("every step that was reached is a link, no other opens, and Back keeps what was typed", async () => {
    const steps = page().getByRole("navigation", { name: "Set-up of the app" });
    await visit(page(), `${app}/wizard/review`);
    await atStep(page(), "pipeline");
    expect(await steps.getByRole("link", { name: "Review" }).count()).toBe(0);
    await steps.getByRole("link", { name: "Build" }).click();
    await atStep(page(), "build");
    expect(await page().getByLabel("Build command").inputValue()).toBe("npm run build -- --mode left");
    await page().getByLabel("Install command").fill("npm ci --ignore-scripts");
    await button("Back").click();
    await atStep(page(), "detected");
    await steps.getByRole("link", { name: "Build" }).click();
    await atStep(page(), "build");
    expect(await page().getByLabel("Install command").inputValue()).toBe("npm ci --ignore-scripts");
    await steps.getByRole("link", { name: "Environment" }).click();
    await page()
      .getByRole("row", { name: /LOG_LEVEL/ })
      .getByText("debug")
      .waitFor();
  });

  test("what the first steps chose lives in the address, and goes along both ways", async () => {
    await visit(page(), `${stage().apps}/new`);
    await byUrl(page(), stage().repositoryUrl);
    await page().getByLabel("Name").fill("kept");
    await page().getByLabel("Branch").fill("staging");
    await button("Back").click();
    await page().waitForURL(/\/repository\?/);
    expect(await page().getByLabel("Repository URL").inputValue()).toBe(stage().repositoryUrl);
    await page().reload();
    await ready(page());
    await button("Continue").click();
    await page().waitForURL(/\/branch\?/);
    expect(await page().getByLabel("Name").inputValue()).toBe("kept");
    expect(await page().getByLabel("Branch").inputValue()).toBe("staging");
  });
});

describe("the environment", () => {
  test("takes what is typed, added or imported, and shows at once what is stored", async () => {
    await begin("acme/api", "wanting");
    await click(button("Use this"));
    await atStep(page(), "build");
    await button("Continue").click();
    await atStep(page(), "environment");
    await button("Add a variable").click();
    const dialog = page().getByRole("dialog").filter({ visible: true });
    await dialog.getByLabel("Name").fill("ADDED");
    await dialog.getByLabel("Value").fill("a value of some length");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page().getByRole("row", { name: /ADDED/ }).waitFor();
    await page().getByRole("link", { name: "Import a .env file" }).click();
    await page().getByLabel("Contents").fill("DATABASE_URL=postgres://localhost/shop\n");
    await button("Preview").click();
    await button("Import 1 variable").click();
    await page()
      .getByRole("row", { name: /DATABASE_URL/ })
      .waitFor();
    await atStep(page(), "environment");
    expect(await page().getByLabel("DATABASE_URL").count()).toBe(0);
    await page().getByLabel("LOG_LEVEL").fill("debug");
    await button("Continue").click();
    await atStep(page(), "pipeline");
  });
});

describe("refusals", () => {
  test("stand beside their fields, and what was typed stays", async () => {
    await begin("acme/api", "refused");
    await click(button("Use this"));
    await atStep(page(), "build");
    await page().getByLabel("Shared paths").fill("storage\n../outside");
    await page().getByLabel("Build command").fill("make it so");
    await button("Continue").click();
    await page().getByRole("alert").filter({ hasText: "without . and .. parts" }).waitFor();
    await expectFocus(page(), /^Shared paths/);
    expect(await page().getByLabel("Build command").inputValue()).toBe("make it so");
    await expectAccessible(page());
    await page().getByLabel("Shared paths").fill("storage");
    await button("Continue").click();
    await atStep(page(), "environment");
    await page().getByLabel("LOG_LEVEL").fill("`it's");
    await button("Continue").click();
    await page().getByRole("alert").filter({ hasText: "can't be written into .env" }).waitFor();
    await expectFocus(page(), /^LOG_LEVEL/);
    await page().getByLabel("LOG_LEVEL").fill("info");
    await button("Continue").click();
    await atStep(page(), "pipeline");
  });

  test("a change to the pipeline goes along with Continue", async () => {
    const app = await begin("acme/shop", "piped");
    await click(button("Use this"));
    await atStep(page(), "build");
    await visit(page(), `${app}/wizard/build`);
    await button("Continue").click();
    await atStep(page(), "environment");
    await button("Continue").click();
    await atStep(page(), "pipeline");
    const band = page().getByRole("region", { name: "After set-up" });
    await band.getByRole("button", { name: /Add a hook/ }).click();
    await page().getByRole("textbox", { name: /^Name/ }).fill("Smoke test");
    await button("Continue").click();
    await page().getByText("Some hooks are not right yet").waitFor();
    await page().getByLabel("Command").fill("test -e index.html");
    await button("Continue").click();
    await atStep(page(), "auto-deploy");
    await visit(page(), `${app}/pipeline`);
    await page()
      .getByRole("button", { name: /^Smoke test/ })
      .waitFor();
  });
});

test("on a phone, and in the dark, every step holds together", async () => {
  const app = await begin("acme/api", "looked-at");
  await click(button("Use this and skip to the review"));
  await atStep(page(), "review");
  for (const viewport of [sizes.desktop, sizes.phone]) {
    const dark = await openSignedIn({ viewport, colorScheme: "dark" });
    const chosen = `project=${stage().project}&repository=${encodeURIComponent(stage().repositoryUrl)}&name=shop`;
    const steps = ["detected", "build", "environment", "environment?import", "pipeline", "auto-deploy", "review"];
    for (const address of [
      `${stage().apps}/new`,
      `${stage().apps}/new/repository?${chosen}`,
      `${stage().apps}/new/branch?${chosen}`,
      ...steps.map((step) => `${app}/wizard/${step}`),
    ]) {
      await visit(dark.page, address);
      if (address.endsWith("/review")) await dark.page.getByRole("heading", { name: "What would go live" }).waitFor();
      await expectAccessible(dark.page);
      expect(await dark.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), address).toBe(false);
    }
    expect(dark.complaints).toEqual([]);
    await dark.context.close();
  }
});

async function isLive(): Promise<void> {
  await page().waitForURL(/\/deployments\/[0-9a-f-]+$/);
  await page().getByText("Live", { exact: true }).first().waitFor({ timeout: 60_000 });
}
