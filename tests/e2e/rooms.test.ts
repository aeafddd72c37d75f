import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import type { Page } from "playwright-core";
import { db } from "#db/index.ts";
import { memberships } from "#db/schema/workspaces.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, ready, type Tab, tabTo, visit, visitLive } from "#tests/e2e/support/browser.ts";
import { signInAs } from "#tests/e2e/support/sign-in.ts";
import { startWeb, type Web } from "#tests/e2e/support/web.ts";
import { addPerson, buildWorld, type Person, type World } from "#tests/support/world.ts";

let web: Web;
let world: World;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  web = await startWeb();
  world = await buildWorld("Acme");
});

beforeEach(async () => {
  await openAs(world.owner);
});

afterEach(async () => {
  expect(tab.complaints).toEqual([]);
  await tab.context.close();
});

async function openAs(person: Person): Promise<void> {
  tab = await openTab();
  page = tab.page;
  await signInAs(tab.context, person.userId, web.url);
}

const address = (path = "") => `${web.url}/w/${world.workspace.slug}${path}`;
const go = (path = "") => visit(page, address(path));
const button = (name: string) => page.getByRole("button", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name });

describe("projects", () => {
  test("one is made, renamed and removed, and the mistakes on the way are told beside the field", async () => {
    await go("/projects/new");
    await page.getByLabel("Name").fill("  x ");
    await button("Make the project").click();
    await page.getByRole("alert").filter({ hasText: "at least 3 characters" }).waitFor();
    await page.getByLabel("Name").fill("متجر الكتب القديمة");
    await button("Make the project").click();
    await heading("متجر الكتب القديمة").waitFor();
    await expectAccessible(page);

    await page.getByRole("link", { name: "Settings" }).last().click();
    await page.getByLabel("Name of the project").fill("Bookshop");
    await button("Save").click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await heading("Bookshop").waitFor();

    await button("Remove the project").click();
    await page.getByRole("dialog").getByRole("heading", { name: "Remove the project Bookshop?" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Remove the project" }).click();
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    await expect.poll(() => page.getByText("Bookshop").count()).toBe(0);
  });

  test("one with apps says why it can't be removed", async () => {
    await go(`/projects/${world.project.id}/settings`);
    const remove = page.getByRole("button", { name: /^Remove the project\s*: It still has an app\.$/ });
    expect(await remove.getAttribute("aria-disabled")).toBe("true");
    await page.getByText("Remove what is in it first.").waitFor();
  });
});

describe("the overview", () => {
  test("shows what begins elsewhere without being asked, and so does the bar", async () => {
    await visitLive(page, address());
    await page.getByRole("button", { name: "Nothing runs" }).waitFor();
    const { number } = await queueDeployment(world.owner.actor, { app: world.appId });
    await heading("Running now").waitFor();
    await page.getByRole("main").getByText(`#${number}`).first().waitFor();
    await page.getByRole("button", { name: "1 running" }).waitFor();
    await expectAccessible(page);
  });
});

describe("API keys", () => {
  test("a key is shown once, is listed by its beginning, and is revoked after a question", async () => {
    await go("/settings/keys/new");
    await page.getByLabel("Name").fill("Nightly build");
    await page.getByRole("checkbox", { name: /read/ }).uncheck();
    await button("Make the key").click();
    await page.getByRole("alert").filter({ hasText: "Choose at least one scope." }).waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Nightly build");
    await page.getByRole("checkbox", { name: /deploy/ }).check();
    await button("Make the key").click();
    const token = await page.getByText(/^dp_/).innerText();
    await expectAccessible(page);
    expect((await askApi(token)).status).toBe(403);

    await page.getByRole("link", { name: "Done" }).click();
    await page.getByRole("row", { name: /Nightly build/ }).waitFor();
    await page.reload();
    await ready(page);
    expect(await page.content()).not.toContain(token);
    await page
      .getByRole("row", { name: /Nightly build/ })
      .getByRole("button", { name: "Revoke" })
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page
      .getByRole("row", { name: /Nightly build/ })
      .getByText("Revoked", { exact: true })
      .waitFor();
    expect((await askApi(token)).status).toBe(401);
  });

  const askApi = (token: string) =>
    fetch(`${web.url}/api/v1/projects`, { headers: { authorization: `Bearer ${token}` } });
});

describe("activity", () => {
  test("is filtered by chips that live in the address, and exported as filtered", async () => {
    await go("/activity");
    await page.getByRole("link", { name: "Projects", exact: true }).last().click();
    await page.waitForURL(/resourceKind=project/);
    await page
      .getByRole("cell", { name: /created the project/ })
      .first()
      .waitFor();
    await expect.poll(() => page.getByRole("cell", { name: /the app/ }).count()).toBe(0);
    await expectAccessible(page);

    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export as CSV" }).click(),
    ]);
    const text = await file.createReadStream().then(async (stream) => Buffer.concat(await stream.toArray()).toString());
    expect(text).toContain("project.created");
    expect(text).not.toContain("app.created");

    await page.goBack();
    await page
      .getByRole("cell", { name: /the app/ })
      .first()
      .waitFor();
  });

  test("with an address that nobody gave out there is nothing", async () => {
    expect((await go("/activity?actor=x'--"))?.status()).toBe(404);
    expect((await go("/activity?cursor=zzz"))?.status()).toBe(404);
  });
});

describe("the search", () => {
  test("opens with Ctrl K, finds an app, and goes there", async () => {
    await go();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search" }).fill("App at");
    // Enter takes the first result: it is not one of the list from before the words were typed.
    await page.getByRole("option", { name: /App at/, selected: true }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/apps/${world.appId}`));
  });
});

describe("a Member without grants", () => {
  test("sees the workspace and nothing in it, and no door that does not open", async () => {
    await tab.context.close();
    await openAs(await addPerson(world.workspace.id, "member"));
    await go();
    await page.getByText("Ask an Owner or Admin").waitFor();
    const places = page.getByRole("navigation", { name: "Workspace" }).getByRole("link");
    await expect.poll(() => places.allInnerTexts()).toEqual(["Overview", "Projects", "Servers", "Deployments"]);
    for (const path of ["/activity", "/settings", "/settings/keys", "/settings/danger", "/projects/new"]) {
      expect((await go(path))?.status(), path).toBe(403);
      await heading("Your role does not allow this").waitFor();
    }
    await expectAccessible(page);
    expect((await go(`/projects/${world.project.id}`))?.status()).toBe(404);
  });

  test("who is removed is out of the page that was open within five seconds", async () => {
    await tab.context.close();
    const person = await addPerson(world.workspace.id, "member");
    await openAs(person);
    await visitLive(page, address());
    await page.getByRole("heading", { level: 1, name: world.workspace.name }).waitFor();
    await db.delete(memberships).where(eq(memberships.userId, person.userId));
    await heading("There is nothing here").waitFor({ timeout: 7000 });
  });
});

describe("the danger zone", () => {
  test("asks for the workspace's name, and refuses as long as there is something in it", async () => {
    await go("/settings/danger");
    await button("Remove the workspace").click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: /^Remove the workspace/ });
    expect(await confirm.getAttribute("aria-disabled")).toBe("true");
    await dialog.getByLabel(`Type ${world.workspace.name} to confirm`).fill(world.workspace.name);
    await tabTo(page, "Remove the workspace");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").filter({ hasText: "Remove them first." }).waitFor();
    await expectAccessible(page);
  });
});
