import { eq, sql } from "drizzle-orm";
import type { Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { servers } from "#db/schema/servers.ts";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { openVariables } from "#lib/apps/environment.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { type AppStage, setAppStage } from "#tests/e2e/support/app-stage.ts";
import { focused, openTab, sizes, type Tab, tabTo } from "#tests/e2e/support/browser.ts";

let stage: AppStage;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  stage = await setAppStage();
});

beforeEach(async () => {
  tab = await openSignedIn();
  page = tab.page;
  return async () => {
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  };
});

describe("making an app", () => {
  test("what is wrong is said beside its field and what was typed stays; mended, the app is there", async () => {
    await page.goto(`${stage.apps}/new`);
    await page.getByLabel("Name").fill("storefront");
    await page.getByRole("radio", { name: "Laravel" }).check();
    expect(await page.getByLabel("Install command").inputValue()).toMatch(/^composer install/);
    expect(await page.getByLabel("Project path").inputValue()).toMatch(/\/storefront$/);
    await page.getByRole("radio", { name: "Static files" }).check();
    expect(await page.getByLabel("Install command").inputValue()).toBe("");
    await page.getByLabel("Repository URL").fill("--upload-pack=touch");
    await page.getByLabel("Shared paths").fill("storage\n../outside");
    await press("Make the app");
    await alert("This is not").or(alert("URL")).first().waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("storefront");
    await expectAccessible(page);

    await page.getByLabel("Repository URL").fill(stage.repositoryUrl);
    await press("Make the app");
    await alert("without . and .. parts").waitFor();
    expect(await focused(page)).toMatch(/^Shared paths/);
    await page.getByLabel("Shared paths").fill("storage");
    await press("Make the app");
    await page.getByRole("heading", { level: 1, name: "storefront" }).waitFor();
    await page.getByText("Nothing was deployed yet").waitFor();
    await expectAccessible(page);
  });

  test("the branches come live from the server, and a repository that is not there is told in words", async () => {
    await page.goto(`${stage.apps}/new`);
    await page.getByLabel("Repository URL").fill(`${stage.repositoryUrl}-elsewhere`);
    await press("Show branches");
    await page.getByText("not found").first().waitFor();
    await page.getByLabel("Repository URL").fill(stage.repositoryUrl);
    await press("Show branches");
    await page.getByText("The server reaches the repository: 2 branches, main is the default one.").waitFor();
    const proposed = page.locator("datalist option");
    expect(await proposed.evaluateAll((options) => options.map((option) => option.getAttribute("value")))).toEqual([
      "main",
      "staging",
    ]);
    await expectAccessible(page);
  });

  test("over SSH Devpilot makes a deploy key, and shows its public half with where it goes", async () => {
    await page.goto(`${stage.apps}/new`);
    await page.getByLabel("Name").fill("keyed");
    await page.getByRole("radio", { name: "Static files" }).check();
    await page.getByLabel("Repository URL").fill("git@git.example.com:acme/shop.git");
    expect(await page.getByRole("radio", { name: "Public" }).isDisabled()).toBe(true);
    expect(await page.getByRole("radio", { name: "Deploy key" }).isChecked()).toBe(true);
    await press("Make the app");
    await page.getByText("Add the deploy key before the first deployment").waitFor();
    await page.getByText(/^ssh-ed25519 /).waitFor();
    await expectAccessible(page);
    await page.goto(`${page.url()}/settings`);
    await page.getByText(/^ssh-ed25519 /).waitFor();
  });
});

describe("the pipeline", () => {
  test("is edited by keyboard alone: add, name, move through stages, switch off, review, save", async () => {
    await page.goto(stage.page("pipeline"));
    await tabTo(page, "Add a hook to After the source");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toMatch(/^Name/);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Warm the cache");
    await tabTo(page, "Command");
    await page.keyboard.type("echo one\necho two");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("Enter");
    expect(await focused(page)).toMatch(/^Warm the cache/);

    await tabBackTo("Move Warm the cache");
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toMatch(/^Move Warm the cache/);
    await page.getByRole("status").filter({ hasText: "Warm the cache, 1 of 1 in After set-up" }).waitFor();
    await tabTo(page, "Run Warm the cache");
    await page.keyboard.press("Space");
    await tabTo(page, "Review and save");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toMatch(/^Changes/);
    await page.getByText("to After set-up").waitFor();
    await expectAccessible(page);
    await tabTo(page, "Save the pipeline");
    await page.keyboard.press("Enter");
    await expect.poll(names).toEqual(["post_setup: Warm the cache"]);
    await page.getByText("not saved").waitFor({ state: "detached" });
    expect(await findHooks()).toMatchObject([
      { isEnabled: false, input: { command: "echo one\necho two" }, action: "run_command" },
    ]);
  });

  test("hooks are dragged within a stage and to another one", async () => {
    await setHooks(["First", "Second", "Third"]);
    await page.goto(stage.page("pipeline"));
    await drag(
      "Third",
      page
        .getByRole("listitem")
        .filter({ has: handle("First") })
        .last(),
    );
    await drag("First", page.getByRole("region", { name: "Before the source" }));
    await press("Review and save");
    await page.getByText("from After set-up to Before the source").waitFor();
    await page.getByText("within After set-up").waitFor();
    await press("Save the pipeline");
    await expect.poll(names).toEqual(["pre_source_control: First", "post_setup: Third", "post_setup: Second"]);
  });

  test("what an action does not take is said beside its field, and nothing of the pipeline is saved", async () => {
    await setHooks(["Kept"]);
    await page.goto(stage.page("pipeline"));
    await page.getByRole("button", { name: "Add a hook to After release" }).click();
    await page.getByLabel("Action").selectOption({ label: "Reload PHP-FPM" });
    await page.getByLabel("PHP version").fill("8.4; rm -rf /");
    await press("Review and save");
    await press("Save the pipeline");
    await alert("Give a version such as 8.4.").waitFor();
    expect(await page.getByLabel("PHP version").inputValue()).toBe("8.4; rm -rf /");
    await expectAccessible(page);
    expect(await names()).toEqual(["post_setup: Kept"]);

    await page.getByLabel("PHP version").fill("8.4");
    await press("Duplicate");
    await press("Remove");
    await press("Review and save");
    await press("Save the pipeline");
    await expect.poll(names).toEqual(["post_setup: Kept", "post_release: Reload PHP-FPM"]);
  });

  test("who edited an older pipeline is told so, keeps the changes in sight, and loads it again", async () => {
    await setHooks(["Mine"]);
    await page.goto(stage.page("pipeline"));
    await page.getByRole("switch", { name: "Run Mine" }).uncheck();
    await addHook(stage.owner, { app: stage.app, ...hook("Theirs") });
    await press("Review and save");
    await press("Save the pipeline");
    await page.getByText("Somebody else changed this pipeline").waitFor();
    expect(await page.getByRole("switch", { name: "Run Mine" }).isChecked()).toBe(false);
    await expectAccessible(page);
    expect(await names()).toEqual(["post_setup: Mine", "post_setup: Theirs"]);
    await press("Load it again");
    await page.getByRole("button", { name: /^Theirs/ }).waitFor();
    expect(await page.getByRole("switch", { name: "Run Mine" }).isChecked()).toBe(true);
  });

  test("is not left with unsaved changes unasked", async () => {
    await setHooks(["Mine"]);
    await page.goto(stage.page("pipeline"));
    await page.getByRole("switch", { name: "Run Mine" }).uncheck();
    await appTab("Overview").click();
    await page.getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Stay" }).click();
    expect(page.url()).toBe(stage.page("pipeline"));
    await press("Discard");
    await appTab("Overview").click();
    await page.waitForURL(stage.page(""));
  });
});

describe("the environment", () => {
  test("variables are added, replaced and removed; a secret is never shown and a short one is warned of", async () => {
    await page.goto(stage.page("environment"));
    await page.getByText("Variables hold what differs").waitFor();
    await expectAccessible(page);
    await put("Add a variable", "2FA", "x");
    await alert("does not begin with a digit").waitFor();
    await expectAccessible(page);
    await dialog().getByLabel("Name").fill("APP_PIN");
    await dialog().getByLabel("Value").fill("1234");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByText("APP_PIN is shorter than 8 characters").waitFor();
    await expectAccessible(page);
    await press("Understood");
    await page.getByRole("row").filter({ hasText: "APP_PIN" }).getByText("Secret, stored on").waitFor();
    await expectAccessible(page);

    await press("Replace APP_PIN");
    expect(await dialog().getByLabel("New value").inputValue()).toBe("");
    await dialog().getByLabel("New value").fill("line one\nline two");
    await dialog().getByRole("button", { name: "Save" }).click();
    await expect.poll(values).toEqual(["APP_PIN=line one\nline two (secret)"]);
    await dialog().waitFor({ state: "detached" });
    expect(await page.content()).not.toContain("line one");

    await press("Remove");
    await page.getByRole("dialog", { name: "Remove APP_PIN?" }).getByRole("button", { name: "Remove" }).click();
    await expect.poll(values).toEqual([]);
  });

  test("a pasted .env file is previewed name by name before it is imported", async () => {
    await page.goto(stage.page("environment"));
    await put("Add a variable", "APP_ENV", "production", "plain");
    await expect.poll(values).toEqual(["APP_ENV=production"]);
    await page.getByRole("link", { name: "Import a .env file" }).click();
    await page.getByLabel("Contents").fill("APP_ENV=staging\nnonsense");
    await press("Preview");
    await alert("Line 2 is not written as NAME=value.").waitFor();
    await page.getByLabel("Contents").fill('APP_ENV=staging\nMANY="one\ntwo"\n');
    await page.getByRole("switch", { name: "Store all of them as secrets" }).uncheck();
    await press("Preview");
    const preview = page.getByRole("status", { name: "What the import changes" });
    await preview.getByText("replaces the stored one").waitFor();
    expect(await preview.innerText()).toMatch(/MANY\s+new/);
    await expectAccessible(page);
    expect(await values()).toEqual(["APP_ENV=production"]);
    await press("Import 2 variables");
    await page.waitForURL(stage.page("environment"));
    expect(await values()).toEqual(["APP_ENV=staging", "MANY=one\ntwo"]);
    await page.getByRole("row").filter({ hasText: "APP_ENV" }).getByText("staging").waitFor();
  });
});

describe("releases", () => {
  test("a deployment of a branch goes live, an earlier one is rolled back to by name, and auto-deploy resumes", async () => {
    await page.goto(stage.page(""));
    await press("Deploy");
    await isLive("#1");
    await page.goto(stage.page(""));
    await press("Deploy something else");
    await page.getByRole("menuitem", { name: "A branch…" }).click();
    await dialog().getByText("The server reaches the repository").or(dialog().getByLabel("Branch")).first().waitFor();
    await dialog().getByLabel("Branch").fill("staging");
    await expectAccessible(page);
    await dialog().getByRole("button", { name: "Deploy" }).click();
    await isLive("#2");

    await page.goto(stage.page("releases"));
    await expectAccessible(page);
    const first = page.getByRole("row").filter({ hasText: "#1" });
    await first.getByText("Kept in deployments/1").waitFor();
    await first.getByRole("switch", { name: "Keep #1 on the server" }).check();
    await first.getByRole("button", { name: "Roll back" }).click();
    const asked = page.getByRole("dialog", { name: "Roll shop back to #1?" });
    await asked.getByText("live again at once, without a build").waitFor();
    await expectAccessible(page);
    await asked.getByRole("button", { name: "Roll back" }).click();
    await isLive("#3");

    await page.goto(stage.page(""));
    await page.getByText("Auto-deploy is paused").waitFor();
    await expectAccessible(page);
    await press("Resume");
    await page.getByText("Auto-deploy is paused").waitFor({ state: "detached" });
    await page.goto(stage.page("releases"));
    expect(await first.getByRole("switch").isChecked()).toBe(true);
  });
});

describe("settings", () => {
  test("all of the form is saved, wrong parts are named, and the app is switched off and on", async () => {
    await page.goto(stage.page("settings"));
    await page.getByLabel("Health URL").fill("ftp://elsewhere");
    await press("Save");
    await alert("Give an address that begins with http").waitFor();
    await page.getByLabel("Health URL").fill("http://localhost:1/health");
    await page.getByLabel("Build command").fill("echo one\necho two");
    await press("Save");
    await page.getByText("Saved", { exact: true }).first().waitFor();
    const [app] = await db.select().from(apps).where(eq(apps.id, stage.app));
    expect(app).toMatchObject({
      buildCommand: "echo one\necho two",
      health: { url: "http://localhost:1/health", expectStatus: 200, timeoutSeconds: 10 },
    });
    await expectAccessible(page);

    await press("Make it inactive");
    await page.getByRole("button", { name: "Make it active" }).first().waitFor();
    await page.goto(stage.page(""));
    await page.getByText("This app is inactive").waitFor();
    await expectAccessible(page);
    await press("Make it active");
    await page.getByText("This app is inactive").waitFor({ state: "detached" });
  });

  test("another repository, and credentials that are replaced and never shown", async () => {
    await page.goto(stage.page("settings"));
    await page.getByRole("radio", { name: "User and token" }).check();
    await page.getByLabel("User name").fill("ana");
    await page.getByLabel("Password or token").fill("glpat-of-ana-12345");
    await press("Save the source");
    await page.getByText("Saved", { exact: true }).first().waitFor();
    await page.reload();
    expect(await page.getByRole("radio", { name: "As it is stored" }).isChecked()).toBe(true);
    expect(await page.content()).not.toContain("glpat-of-ana");
  });

  test("a server that is away or changed its key is told on the app, with the way to it", async () => {
    const show = async (connection: "unreachable" | "host_key_changed" | "connected") => {
      await db.update(servers).set({ connection }).where(eq(servers.id, stage.server));
      await page.goto(stage.page(""));
    };
    await show("unreachable");
    await page.getByText("web-1 did not answer lately").waitFor();
    await expectAccessible(page);
    await show("host_key_changed");
    await page.getByText("The host key of web-1 has changed", { exact: true }).waitFor();
    expect(
      await page
        .getByRole("button", { name: /^Deploy/ })
        .first()
        .getAttribute("aria-disabled"),
    ).toBe("true");
    await expectAccessible(page);
    await show("connected");
  });

  test("the app is removed only when its name is typed", async () => {
    const { id } = await stage.makeApp("goner");
    await page.goto(`${stage.apps}/${id}/settings`);
    await press("Remove the app");
    await dialog().getByText("Its environment variables, secrets included").waitFor();
    await expectAccessible(page);
    const confirm = dialog().getByRole("button", { name: /^Remove the app/ });
    await dialog().getByLabel("Type goner to confirm").fill("gone");
    expect(await confirm.getAttribute("aria-disabled")).toBe("true");
    await dialog().getByLabel("Type goner to confirm").fill("goner");
    await confirm.click();
    await page.getByRole("heading", { level: 1, name: "Shop" }).waitFor();
    await page.goto(`${stage.apps}/${id}`);
    expect(await page.title()).not.toContain("goner");
  });
});

test("every page of an app is accessible in the dark and on a phone, and never scrolls sideways", async () => {
  const long = await stage.makeApp("متجر ".repeat(40).trim());
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
      for (const app of [stage.app, long.id]) {
        await dark.page.goto(`${stage.apps}/${app}${path}`);
        await expectAccessible(dark.page);
        const wide = await dark.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, path).toBe(false);
      }
    }
    await dark.page.goto(`${stage.apps}/new`);
    await expectAccessible(dark.page);
    await dark.context.close();
  }
});

async function openSignedIn(options: Parameters<typeof openTab>[0] = {}): Promise<Tab> {
  const opened = await openTab(options);
  await opened.context.addCookies([{ name: sessionCookie.name, value: stage.token, url: stage.web.url }]);
  return opened;
}

const alert = (words: string) => page.getByRole("alert").filter({ hasText: words });
const dialog = () => page.getByRole("dialog").filter({ visible: true });
const handle = (name: string) => page.getByRole("button", { name: `Move ${name}: drag` });
const appTab = (name: string) => page.getByRole("navigation", { name: "Pages of shop" }).getByRole("link", { name });

function press(name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).first().click();
}

async function tabBackTo(name: string): Promise<void> {
  for (let presses = 0; presses < 10 && !(await focused(page)).startsWith(name); presses++) {
    await page.keyboard.press("Shift+Tab");
  }
  expect(await focused(page)).toContain(name);
}

async function drag(name: string, onto: ReturnType<Page["locator"]>): Promise<void> {
  await onto.scrollIntoViewIfNeeded();
  const [from, to] = [await handle(name).boundingBox(), await onto.boundingBox()];
  if (!from || !to) throw new Error(`${name} is not in sight`);
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 20, { steps: 4 });
  await page.mouse.move(to.x + to.width / 3, to.y + to.height / 2, { steps: 12 });
  await page.mouse.up();
}

async function put(button: string, name: string, value: string, kind: "secret" | "plain" = "secret"): Promise<void> {
  await press(button);
  await dialog().getByLabel("Name").fill(name);
  await dialog().getByLabel("Value").fill(value);
  if (kind === "plain") await dialog().getByRole("switch", { name: "Secret" }).uncheck();
  await dialog().getByRole("button", { name: "Save" }).click();
}

/** Watches a deployment to its end on its own page. */
async function isLive(number: string): Promise<void> {
  await page.waitForURL(/\/deployments\/[0-9a-f-]+$/);
  await expect.poll(() => page.title(), { timeout: 60_000 }).toMatch(new RegExp(`^● ${number} `));
}

const findHooks = async () => (await findPipeline(stage.owner, { app: stage.app })).hooks;
const names = async () => (await findHooks()).map((one) => `${one.stage}: ${one.name}`);

async function values(): Promise<string[]> {
  const open = await openVariables({ id: stage.app });
  return open.map(({ key, value, isSecret }) => `${key}=${value.reveal()}${isSecret ? " (secret)" : ""}`);
}

function hook(name: string) {
  const input = { command: "true" };
  return {
    stage: "post_setup",
    name,
    action: "run_command",
    input,
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
  } as const;
}

async function setHooks(wanted: string[]): Promise<void> {
  await db.execute(sql`delete from hooks where app_id = ${stage.app}`);
  for (const name of wanted) await addHook(stage.owner, { app: stage.app, ...hook(name) });
}
