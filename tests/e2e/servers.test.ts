import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { openSession } from "#lib/access/session-store.ts";
import { setUp } from "#lib/access/set-up.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { openTab, ready, sizes, type Tab, visit } from "#tests/e2e/support/browser.ts";
import { startWeb, type Web } from "#tests/e2e/support/web.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { type Sshd, startSshd } from "#tests/support/sshd.ts";

let web: Web;
let sshd: Sshd;
let servers: string;
let token: string;
let tab: Tab;
let page: Page;

beforeAll(async () => {
  web = await startWeb();
  sshd = await startSshd();
  const owner = { email: "ana@example.com", password: "seven quiet rivers", workspace: "Acme" };
  const { userId, workspaceSlug } = await setUp(owner);
  token = await openSession(userId, { userAgent: "a test", address: null });
  servers = `${web.url}/w/${workspaceSlug}/servers`;
  return () => sshd.stop();
});

beforeEach(async () => {
  tab = await openSignedIn();
  page = tab.page;
  return async () => {
    expect(tab.complaints).toEqual([]);
    await tab.context.close();
  };
});

describe("connecting", () => {
  test("with a pasted key: the fingerprint is shown and confirmed, then every stage runs", async () => {
    await visit(page, servers);
    await page.getByText("A server is a Linux machine of yours").waitFor();
    await expectAccessible(page);

    await page.getByRole("link", { name: "Connect a server" }).click();
    await fillAddress({ name: "web-1", port: sshd.port });
    await choose("A private key of yours");
    await expectAccessible(page);
    await privateKey().fill(sshd.privateKey);
    await press("Continue to the test");

    await page.getByText(sshd.hostKeyFingerprint).waitFor();
    await page.getByText("ssh-keygen -lf").waitFor();
    await expectAccessible(page);
    await press("Confirm and go on");
    await isReady();
    await expectAccessible(page);
    const signIn = page.getByRole("listitem").filter({ hasText: "Sign in" });
    await expect.poll(() => signIn.innerText()).toContain(`as ${sshd.user}`);

    await visit(page, servers);
    const row = page.getByRole("row").filter({ hasText: "web-1" });
    expect(await row.innerText()).toContain("Connected");
    expect(await row.innerText()).toContain(`${sshd.user}@${sshd.host}:${sshd.port}`);
    await expectAccessible(page);
  });

  test("a key file is read into the form; one that is no key is refused beside its field, and nothing is stored", async () => {
    await visit(page, `${servers}/new`);
    await fillAddress({ name: "refused", port: await freePort() });
    await choose("A private key of yours");
    await page.getByLabel("Key file").setInputFiles({
      name: "id_ed25519",
      mimeType: "text/plain",
      buffer: Buffer.from("no key at all"),
    });
    await expect.poll(() => privateKey().inputValue()).toBe("no key at all");
    await press("Continue to the test");
    await page.getByRole("alert").filter({ hasText: "not a private key" }).waitFor();
    await expectAccessible(page);
    await visit(page, servers);
    expect(await page.getByRole("link", { name: "refused" }).count()).toBe(0);
  });

  test("what is wrong with the address is said beside it, one step back, and what was typed stays", async () => {
    await visit(page, `${servers}/new`);
    await fillAddress({ name: "typed", host: "https://web-1.example.com", port: 22 });
    await press("Continue to the test");
    await page.getByRole("alert").filter({ hasText: "Give the host alone" }).waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("typed");
    expect(page.url()).toBe(`${servers}/new`);
  });

  test("a wrong port is told in words with what mends it, and once mended the test goes through", async () => {
    await visit(page, `${servers}/new`);
    await fillAddress({ name: "wrong-port", port: await freePort(), host: "localhost" });
    await choose("A private key of yours");
    await privateKey().fill(sshd.privateKey);
    await press("Continue to the test");
    await page.getByText("refused the connection: no SSH server listens on this port").first().waitFor();
    await page.getByText("Check the port, and that the SSH server runs there").waitFor();
    await press("Try again");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await expectAccessible(page);

    await page.getByRole("link", { name: "Change the address" }).click();
    await page.getByLabel("SSH port").fill(String(sshd.port));
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("Saved").waitFor();
    await expectAccessible(page);
    await page.getByRole("navigation", { name: "Server" }).getByRole("link", { name: "Overview" }).click();
    await press("Test connection");
    await press("Confirm and go on");
    await isReady();
  });

  test("with a pair that Devpilot makes: refused until the one line is on the server, then let in", async () => {
    const other = await startSshd();
    try {
      await visit(page, `${servers}/new`);
      await fillAddress({ name: "paired", port: other.port });
      await press("Continue to the test");
      const line = await page.getByText("authorized_keys").first().innerText();
      await expectAccessible(page);
      await press("Test connection");
      await press("Confirm and go on");
      await page.getByText("paste the line that puts it on the server").waitFor();
      await expectAccessible(page);

      const [publicKey = ""] = /ssh-ed25519 \S+/.exec(line) ?? [];
      other.authorize(publicKey);
      await press("Try again");
      await isReady();
    } finally {
      await other.stop();
    }
  });

  test("coming back to a server that was never tested goes on where it was", async () => {
    await visit(page, `${servers}/new`);
    await fillAddress({ name: "later", host: "::1", port: 22022 });
    await press("Continue to the test");
    await page.getByRole("heading", { level: 1, name: "later" }).waitFor();
    await visit(page, servers);
    await page.getByRole("link", { name: "later" }).click();
    await page.getByText(`${sshd.user}@[::1]:22022`).first().waitFor();
    await page.getByText("Put Devpilot's key on the server").waitFor();
    await page.getByRole("button", { name: "Test connection" }).waitFor();
  });
});

describe("a connected server", () => {
  test("whose host key changed says so with both fingerprints, and works again once the new one is confirmed", async () => {
    const before = sshd.hostKeyFingerprint;
    await open("web-1");
    await sshd.changeHostKeys();
    await press("Test connection");
    await page.getByText("The host key of this server has changed").waitFor();
    const banner = page.getByRole("alert").filter({ hasText: "has changed" });
    expect(await banner.innerText()).toContain(before);
    expect(await banner.innerText()).toContain(sshd.hostKeyFingerprint);
    await expectAccessible(page);

    await press("Confirm the new key");
    const dialog = page.getByRole("dialog", { name: "Trust the new host key of web-1?" });
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Confirm the new key" }).click();
    await isReady();
    await expect.poll(() => page.getByText("The host key of this server has changed").count()).toBe(0);
  });

  test("keeps its credential when the server refuses the new one, and takes one that signs in", async () => {
    await open("web-1");
    await page.getByRole("navigation", { name: "Server" }).getByRole("link", { name: "Settings" }).click();
    await press("Replace");
    await choose("A private key of yours");
    await privateKey().fill(makeKeyPair().privateKey.reveal());
    await press("Test and replace");
    await page.getByRole("alert").filter({ hasText: sshd.user }).waitFor();
    await expectAccessible(page);

    await privateKey().fill(sshd.privateKey);
    await press("Test and replace");
    await page.getByRole("button", { name: "Replace", exact: true }).waitFor();
  });

  test("names the user that may not be one, beside the list of users that hooks may run as", async () => {
    await open("web-1");
    await page.getByRole("navigation", { name: "Server" }).getByRole("link", { name: "Settings" }).click();
    await page.getByLabel("Users besides the SSH user").fill("www-data\nWWW");
    await page.getByRole("button", { name: "Save" }).last().click();
    await page.getByRole("alert").filter({ hasText: "WWW: A user name has lower-case letters" }).waitFor();
    await page.getByLabel("Users besides the SSH user").fill("www-data");
    await page.getByRole("button", { name: "Save" }).last().click();
    await page.getByText("Saved").waitFor();
  });

  test("is forgotten after a confirmation that names it", async () => {
    await open("later");
    await page.getByRole("navigation", { name: "Server" }).getByRole("link", { name: "Settings" }).click();
    await press("Forget the server");
    const dialog = page.getByRole("dialog", { name: "Forget the server later?" });
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Forget the server" }).click();
    await page.getByRole("heading", { level: 1, name: "Servers" }).waitFor();
    await expect.poll(() => page.getByRole("link", { name: "later" }).count()).toBe(0);
  });

  test("is tested only for a page of Devpilot: another site's request is refused, and a GET does nothing", async () => {
    await open("web-1");
    const { pathname } = new URL(page.url());
    const url = `${web.url}${pathname.replace(/^\/w\//, "/api/console/")}/test`;
    const cookie = `${sessionCookie.name}=${token}`;
    const status = async (method: string, headers: Record<string, string>) =>
      (await fetch(url, { method, headers })).status;
    expect(await status("POST", { cookie, origin: "https://evil.example" })).toBe(403);
    expect(await status("POST", { cookie })).toBe(403);
    expect(await status("GET", { cookie, origin: web.url })).toBe(405);
    expect(await status("POST", { origin: web.url })).toBe(401);
    const answer = await fetch(url, { method: "POST", headers: { cookie, origin: web.url } });
    expect(await answer.text()).toContain('"stage":"install","state":"ok"');
  });
});

test("every page of servers is accessible in the dark and on a phone, and never scrolls sideways", async () => {
  await open("wrong-port");
  const detail = page.url();
  for (const viewport of [sizes.desktop, sizes.phone]) {
    const dark = await openSignedIn({ viewport, colorScheme: "dark" });
    for (const url of [servers, `${servers}/new`, detail, `${detail}/settings`]) {
      await visit(dark.page, url);
      await expectAccessible(dark.page);
      const wide = await dark.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wide, url).toBe(false);
    }
    await dark.context.close();
  }
});

async function openSignedIn(options: Parameters<typeof openTab>[0] = {}): Promise<Tab> {
  const opened = await openTab(options);
  await opened.context.addCookies([{ name: sessionCookie.name, value: token, url: web.url }]);
  return opened;
}

async function fillAddress({ name, host = sshd.host, port }: { name: string; host?: string; port: number }) {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Host").fill(host);
  await page.getByLabel("SSH port").fill(String(port));
  await page.getByLabel("User").fill(sshd.user);
  await press("Continue");
  await page.getByRole("button", { name: "Continue to the test" }).waitFor();
}

async function open(name: string): Promise<void> {
  await visit(page, servers);
  await page.getByRole("link", { name, exact: true }).click();
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await ready(page);
}

async function isReady(): Promise<void> {
  await page.getByText("The server is ready to deploy to").waitFor();
  await page.getByText("Connected", { exact: true }).first().waitFor();
}

function choose(title: string): Promise<void> {
  return page.getByRole("radio", { name: title }).check();
}

function press(name: string): Promise<void> {
  return page.getByRole("button", { name, exact: true }).first().click();
}

function privateKey() {
  return page.getByRole("textbox", { name: "Private key" });
}
