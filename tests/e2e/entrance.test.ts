import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, ready, type Tab, tabTo, visit } from "#tests/e2e/support/browser.ts";
import { setupToken, startWeb, type Web } from "#tests/e2e/support/web.ts";

const owner = { email: "ana@example.com", password: "seven quiet rivers", workspace: "Acme" };

let web: Web;
let tab: Tab;

beforeAll(async () => {
  web = await startWeb();
});

beforeEach(async () => {
  tab = await openTab();
  return async () => {
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  };
});

describe("before there is a user", () => {
  test("every address leads to the set-up", async () => {
    for (const path of ["/", "/sign-in"]) {
      await visit(tab.page, web.url + path);
      expect(new URL(tab.page.url()).pathname, path).toBe("/setup");
    }
    await expectAccessible(tab.page);
  });

  test("a wrong token, and a weak password, are refused beside their fields, and what was typed stays", async () => {
    const token = await setupToken();
    await visit(tab.page, `${web.url}/setup`);
    await fillSetUp("not-the-token", owner.password);
    await submit("Set up");
    await seeError("Set-up token", /not the set-up token/);
    await expectAccessible(tab.page);

    await tab.page.getByLabel("Set-up token").fill(token);
    await tab.page.getByLabel("Password", { exact: false }).first().fill("short");
    await submit("Set up");
    await seeError("Password", /at least 12 characters/);
    expect(await tab.page.getByLabel("Email").inputValue()).toBe(owner.email);
    expect(await tab.page.getByLabel("Name of the workspace").inputValue()).toBe(owner.workspace);
  });

  test("the token of the printed link fills the form, leaves the address, and is never sent in one", async () => {
    const token = await setupToken();
    const asked: string[] = [];
    tab.page.on("request", (request) => asked.push(request.url()));
    await visit(tab.page, `${web.url}/setup#${token}`);
    await expect.poll(() => tab.page.getByLabel("Set-up token").inputValue()).toBe(token);
    await expect.poll(() => tab.page.url()).toBe(`${web.url}/setup`);
    expect(asked.filter((url) => url.includes(token) && !url.includes("#"))).toEqual([]);
  });

  test("by keyboard alone: token, owner and workspace, out again, and back in to the page that was asked for", async () => {
    const { page } = tab;
    await visit(page, `${web.url}/setup#${await setupToken()}`);
    await tabTo(page, "Email");
    await page.keyboard.type(owner.email);
    await tabTo(page, "Password");
    await page.keyboard.type(owner.password);
    await tabTo(page, "Name of the workspace");
    await page.keyboard.type(owner.workspace);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: owner.workspace }).waitFor();
    await page.getByRole("link", { name: "Connect a server" }).waitFor();
    await expectAccessible(page);
    await page.waitForURL(/\/w\/[^/]+$/);
    const overview = page.url();

    await ready(page);
    await tabTo(page, "Account of");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await tabTo(page, "Sign out");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();

    await visit(page, `${overview}/projects`);
    expect(new URL(page.url()).searchParams.get("next")).toBe(`${new URL(overview).pathname}/projects`);
    await tabTo(page, "Email");
    await page.keyboard.type(owner.email);
    await tabTo(page, "Password");
    await page.keyboard.type(owner.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    await page.waitForURL(`${overview}/projects`);
  });
});

describe("once there is one", () => {
  test("set-up is closed: its address leads to the sign-in", async () => {
    await visit(tab.page, `${web.url}/setup`);
    expect(new URL(tab.page.url()).pathname).toBe("/sign-in");
    await expectAccessible(tab.page);
  });

  test("a wrong password and an unknown email are refused in the same words", async () => {
    await visit(tab.page, `${web.url}/sign-in`);
    for (const email of [owner.email, "nobody@example.com"]) {
      await signIn(email, "not the password");
      expect(await tab.page.getByRole("alert").filter({ hasText: "wrong" }).innerText()).toBe(
        "Email or password is wrong.",
      );
      await expectAccessible(tab.page);
      await tab.page.reload();
      await ready(tab.page);
    }
  });

  test("the address to go on to after signing in is never another host", async () => {
    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/..//evil.example"]) {
      const { page, context } = await openTab();
      await visit(page, `${web.url}/sign-in?next=${encodeURIComponent(next)}`);
      await page.getByLabel("Email").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { level: 1, name: owner.workspace }).waitFor();
      expect(new URL(page.url()).origin, next).toBe(web.url);
      await context.close();
    }
  });

  test("a form that another site sends is refused", async () => {
    const answer = await fetch(`${web.url}/sign-in`, {
      method: "POST",
      headers: { origin: "https://evil.example", "next-action": "0".repeat(42) },
      body: new FormData(),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("a workspace of somebody else, one that never was and an unknown page say the same 404", async () => {
    await visit(tab.page, `${web.url}/sign-in`);
    await signIn(owner.email, owner.password);
    await tab.page.getByRole("heading", { level: 1, name: owner.workspace }).waitFor();
    await tab.page.waitForURL(/\/w\/[^/]+$/);
    const slug = new URL(tab.page.url()).pathname;
    for (const path of ["/w/never-was", `${slug}/nowhere`, `${slug}/projects/${crypto.randomUUID()}`]) {
      const answer = await visit(tab.page, web.url + path);
      expect(answer?.status(), path).toBe(404);
      await tab.page.getByRole("heading", { level: 1, name: "There is nothing here" }).waitFor();
      await expectAccessible(tab.page);
    }
  });
});

async function fillSetUp(token: string, password: string): Promise<void> {
  await tab.page.getByLabel("Set-up token").fill(token);
  await tab.page.getByLabel("Email").fill(owner.email);
  await tab.page.getByRole("textbox", { name: "Password" }).fill(password);
  await tab.page.getByLabel("Name of the workspace").fill(owner.workspace);
}

async function signIn(email: string, password: string): Promise<void> {
  await tab.page.getByLabel("Email").fill(email);
  await tab.page.getByLabel("Password").fill(password);
  await submit("Sign in");
}

function submit(name: string): Promise<void> {
  return tab.page.getByRole("button", { name }).click();
}

/** The message stands beside its field, is tied to it, and the field has the focus. */
async function seeError(label: string, words: RegExp): Promise<void> {
  await tab.page.getByRole("alert").filter({ hasText: words }).waitFor();
  const field = tab.page.getByRole("textbox", { name: label });
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  const describedBy = (await field.getAttribute("aria-describedby")) ?? "";
  const described = await Promise.all(describedBy.split(" ").map((id) => tab.page.locator(`[id="${id}"]`).innerText()));
  expect(described.join(" ")).toMatch(words);
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
}
