import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { servers } from "#db/schema/servers.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { expectFocus, ready, sizes, visit } from "#tests/e2e/support/browser.ts";
import { atStep, byUrl, settle } from "#tests/e2e/support/wizard.ts";
import { walkThroughApps } from "#tests/e2e/support/walk-through-apps.ts";

const { stage, page, go, openSignedIn, press, alert, dialog } = walkThroughApps();

describe("making an app", () => {
  test("what is wrong is said beside its field and what was typed stays; mended, the app is there", async () => {
    await go(`${stage().apps}/new`);
    await page()
      .getByRole("link", { name: /^By URL/ })
      .click();
    await page().getByLabel("Repository URL").fill("--upload-pack=touch");
    await press("Continue");
    await page().getByLabel("Repository URL").and(page().locator("[aria-invalid]")).waitFor();
    await expectFocus(page(), /^Repository URL/);
    await expectAccessible(page());
    await page().getByLabel("Repository URL").fill(stage().repositoryUrl);
    await press("Continue");
    await page().waitForURL(/\/apps\/new\/branch\?/);

    await page().getByLabel("Name").fill("storefront");
    expect(await page().getByLabel("Project path").inputValue()).toMatch(/\/storefront$/);
    await page().getByLabel("Project path").fill("srv/storefront");
    await press("Continue");
    await alert("Give an absolute path").waitFor();
    await expectFocus(page(), /^Project path/);
    expect(await page().getByLabel("Name").inputValue()).toBe("storefront");
    await expectAccessible(page());

    await page().getByLabel("Project path").fill(`${stage().sshd.home}/storefront`);
    await press("Continue");
    await page().getByRole("heading", { level: 1, name: "storefront" }).waitFor();
    await settle(page(), stage().owner);
    await page().getByText("Nothing was deployed yet").waitFor();
    await expectAccessible(page());
  });

  test("the branches come live from the server, and a repository that is not there is told in words", async () => {
    await go(`${stage().apps}/new`);
    await byUrl(page(), `${stage().repositoryUrl}-elsewhere`);
    await page().getByText("There is no such repository").waitFor();
    await press("Back");
    await page().getByLabel("Repository URL").fill(stage().repositoryUrl);
    await press("Continue");
    await page().getByText("The server reaches the repository: 2 branches, main is the default one.").waitFor();
    const proposed = page().locator("datalist option");
    expect(await proposed.evaluateAll((options) => options.map((option) => option.getAttribute("value")))).toEqual([
      "main",
      "staging",
    ]);
    await expectAccessible(page());
  });

  test("over SSH Devpilot makes a deploy key, and shows its public half with where it goes", async () => {
    await go(`${stage().apps}/new`);
    await page()
      .getByRole("link", { name: /^By URL/ })
      .click();
    await page().getByLabel("Repository URL").fill("git@git.example.com:acme/shop.git");
    expect(await page().getByRole("radio", { name: "Public" }).isDisabled()).toBe(true);
    expect(await page().getByRole("radio", { name: "Deploy key" }).isChecked()).toBe(true);
    await press("Continue");
    await page().getByLabel("Name").fill("keyed");
    await press("Continue");
    await atStep(page(), "detected");
    await page().getByText("It is added: look now").waitFor();
    await page()
      .getByText(/^ssh-ed25519 /)
      .waitFor();
    await expectAccessible(page());
    const app = await settle(page(), stage().owner);
    await page().getByText("Add the deploy key before the first deployment").waitFor();
    await go(`${app}/settings`);
    await page()
      .getByText(/^ssh-ed25519 /)
      .waitFor();
  });
});

describe("releases", () => {
  test("a deployment of a branch goes live, an earlier one is rolled back to by name, and auto-deploy resumes", async () => {
    await go(stage().page(""));
    await press("Deploy");
    await isLive("#1");
    await go(stage().page(""));
    await press("Deploy something else");
    await page().getByRole("menuitem", { name: "A branch…" }).click();
    await dialog().getByText("The server reaches the repository").or(dialog().getByLabel("Branch")).first().waitFor();
    await dialog().getByLabel("Branch").fill("staging");
    await expectAccessible(page());
    await dialog().getByRole("button", { name: "Deploy" }).click();
    await isLive("#2");

    await go(stage().page("releases"));
    await expectAccessible(page());
    const first = page().getByRole("row").filter({ hasText: "#1" });
    await first.getByText("Kept in deployments/1").waitFor();
    await first.getByRole("switch", { name: "Keep #1 on the server" }).check();
    await first.getByRole("button", { name: "Roll back" }).click();
    const asked = page().getByRole("dialog", { name: "Roll shop back to #1?" });
    await asked.getByText("live again at once, without a build").waitFor();
    await expectAccessible(page());
    await asked.getByRole("button", { name: "Roll back" }).click();
    await isLive("#3");

    await go(stage().page(""));
    await page().getByText("Auto-deploy is paused").waitFor();
    await expectAccessible(page());
    await press("Resume");
    await page().getByText("Auto-deploy is paused").waitFor({ state: "detached" });
    await go(stage().page("releases"));
    expect(await first.getByRole("switch").isChecked()).toBe(true);
  });
});

describe("settings", () => {
  test("all of the form is saved, wrong parts are named, and the app is switched off and on", async () => {
    await go(stage().page("settings"));
    await page().getByRole("radio", { name: "A URL" }).check();
    await page().getByLabel("Health URL").fill("ftp://elsewhere");
    await press("Save");
    await alert("Give an address that begins with http").waitFor();
    await page().getByLabel("Health URL").fill("http://localhost:1/health");
    await page().getByLabel("Build command").fill("echo one\necho two");
    await press("Save");
    await page().getByText("Saved", { exact: true }).first().waitFor();
    const [app] = await db.select().from(apps).where(eq(apps.id, stage().app));
    expect(app).toMatchObject({
      buildCommand: "echo one\necho two",
      health: { url: "http://localhost:1/health", expectStatus: 200, timeoutSeconds: 5 },
    });
    await expectAccessible(page());

    await press("Make it inactive");
    await page().getByRole("button", { name: "Make it active" }).first().waitFor();
    await go(stage().page(""));
    await page().getByText("This app is inactive").waitFor();
    await expectAccessible(page());
    await press("Make it active");
    await page().getByText("This app is inactive").waitFor({ state: "detached" });
  });

  test("another repository, and credentials that are replaced and never shown", async () => {
    await go(stage().page("settings"));
    await page().getByRole("radio", { name: "User and token" }).check();
    await page().getByLabel("User name").fill("ana");
    await page().getByLabel("Password or token").fill("glpat-of-ana-12345");
    await press("Save the source");
    await page().getByText("Saved", { exact: true }).first().waitFor();
    await page().reload();
    await ready(page());
    expect(await page().getByRole("radio", { name: "As it is stored" }).isChecked()).toBe(true);
    expect(await page().content()).not.toContain("glpat-of-ana");
  });

  test("a server that is away or changed its key is told on the app, with the way to it", async () => {
    const show = async (connection: "unreachable" | "host_key_changed" | "connected") => {
      await db.update(servers).set({ connection }).where(eq(servers.id, stage().server));
      await go(stage().page(""));
    };
    await show("unreachable");
    await page().getByText("web-1 did not answer lately").waitFor();
    await expectAccessible(page());
    await show("host_key_changed");
    await page().getByText("The host key of web-1 has changed", { exact: true }).waitFor();
    expect(
      await page()
        .getByRole("button", { name: /^Deploy/ })
        .first()
        .getAttribute("aria-disabled"),
    ).toBe("true");
    await expectAccessible(page());
    await show("connected");
  });

  test("the app is removed only when its name is typed", async () => {
    const { id } = await stage().makeApp("goner");
    await go(`${stage().apps}/${id}/settings`);
    await press("Remove the app");
    await dialog().getByText("Its environment variables, secrets included").waitFor();
    await expectAccessible(page());
    const confirm = dialog().getByRole("button", { name: /^Remove the app/ });
    await dialog().getByLabel("Type goner to confirm").fill("gone");
    expect(await confirm.getAttribute("aria-disabled")).toBe("true");
    await dialog().getByLabel("Type goner to confirm").fill("goner");
    await confirm.click();
    await page().getByRole("heading", { level: 1, name: "Shop" }).waitFor();
    await go(`${stage().apps}/${id}`);
    expect(await page().title()).not.toContain("goner");
  });
});

test("every page of an app is accessible in the dark and on a phone, and never scrolls sideways", async () => {
  const long = await stage().makeApp("متجر ".repeat(40).trim());
  for (const viewport of [sizes.desktop, sizes.phone]) {
    const dark = await openSignedIn({ viewport, colorScheme: "dark" });
    for (const path of [
      "",
      "/deployments",
      "/releases",
      "/pipeline",
      "/environment",
      "/environment?import",
      "/settings",
    ]) {
      for (const app of [stage().app, long.id]) {
        await visit(dark.page, `${stage().apps}/${app}${path}`);
        await expectAccessible(dark.page);
        const wide = await dark.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, path).toBe(false);
      }
    }
    await visit(dark.page, `${stage().apps}/new`);
    await expectAccessible(dark.page);
    await dark.context.close();
  }
});

/** Watches a deployment to its end on its own page. */
async function isLive(number: string): Promise<void> {
  await page().waitForURL(/\/deployments\/[0-9a-f-]+$/);
  await page().getByRole("heading", { level: 1 }).filter({ hasText: number }).waitFor();
  await page().getByText("Live", { exact: true }).first().waitFor({ timeout: 60_000 });
}
