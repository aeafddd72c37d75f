import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Page } from "playwright-core";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { openSession } from "#lib/access/session-store.ts";
import { openTab, ready, type Tab, visit } from "#tests/e2e/support/browser.ts";
import { startWeb } from "#tests/e2e/support/web.ts";
import { startBitbucket } from "#tests/peers/bitbucket.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHttp } from "#tests/peers/git-http.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { startGitLab } from "#tests/peers/gitlab.ts";
import { startGitSsh } from "#tests/peers/git-ssh.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { buildWorld, type Person } from "#tests/support/world.ts";

export type IntegrationStage = Awaited<ReturnType<typeof setIntegrationStage>>;

type Name = "GITHUB" | "GITLAB" | "BITBUCKET";

/** The console beside five git hosts, of which the environment registers those that are named. */
async function setIntegrationStage(names: readonly Name[]) {
  const [github, gitlab, bitbucket] = await Promise.all([startGitHub(), startGitLab(), startBitbucket()]);
  const repository = await makeRepository();
  const https = await startGitHttp({ root: repository.root, users: { ana: "right" } });
  const ssh = await startGitSsh({ root: repository.root });
  const local = { DEVPILOT_PRIVATE_HOSTS: "127.0.0.1", DEVPILOT_INSECURE_GIT_HOSTS: "127.0.0.1" };
  // Verbs that the test calls by itself reach the same hosts.
  Object.assign(process.env, local);
  const services = { GITHUB: github, GITLAB: gitlab, BITBUCKET: bitbucket };
  const clients = names.map((name) => clientOf(name, services[name]));
  const web = await startWeb(Object.assign({}, local, ...clients) as Record<string, string>);
  for (const service of [github, gitlab, bitbucket]) {
    service.addUser("ana");
    service.allow(`${web.url}/api/oauth/${service.provider}/callback`);
  }
  afterAll(() => Promise.all([...[github, gitlab, bitbucket].map((one) => one.stop()), https.stop(), ssh.stop()]));
  return { web, github, gitlab, bitbucket, https, ssh, repository, world: await buildWorld("Acme") };
}

function clientOf(name: string, { url, client }: GitService): Record<string, string> {
  return {
    [`DEVPILOT_${name}_URL`]: url,
    [`DEVPILOT_${name}_CLIENT_ID`]: client.id,
    [`DEVPILOT_${name}_CLIENT_SECRET`]: client.secret,
  };
}

export const accountPage = /\/integrations\/[0-9a-f-]{36}$/;

/** For a whole file: one stage, and for each test a tab of the workspace's owner in which nothing goes wrong unseen. */
export function walkThroughIntegrations(...registered: Name[]) {
  let stage: IntegrationStage;
  let page: Page;

  beforeAll(async () => {
    stage = await setIntegrationStage(registered);
  });
  beforeEach(async () => {
    const tab = await openAs(stage.world.owner);
    page = tab.page;
    return async () => {
      expect(tab.complaints).toEqual([]);
      await tab.context.close();
    };
  });

  async function openAs({ userId }: Person): Promise<Tab> {
    const tab = await openTab();
    const value = await openSession(userId, { userAgent: "a test", address: null });
    await tab.context.addCookies([{ name: sessionCookie.name, value, url: stage.web.url }]);
    return tab;
  }
  const settings = (path: string) => `${stage.web.url}/w/${stage.world.workspace.slug}/settings/${path}`;
  return {
    stage: () => stage,
    page: () => page,
    openAs,
    settings,
    go: (path: string) => visit(page, settings(path)),
    press: (name: string | RegExp) => page.getByRole("button", { name }).first().click(),
    follow: (name: string | RegExp) => page.getByRole("link", { name }).first().click(),
    alert: (words: string | RegExp) => page.getByRole("alert").filter({ hasText: words }).waitFor(),
    heading: (name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor(),
    /** Connects whoever is signed in on the host, from the page of its provider to the page of the account. */
    async consent(title: string): Promise<void> {
      await page.getByRole("button", { name: `Continue to ${title}` }).click();
      await page.getByRole("button", { name: "Authorize" }).click();
      await page.waitForURL(accountPage);
      await ready(page);
    },
    /** Opens the page of an account, from the list. */
    async open(title: string, name: string): Promise<void> {
      await visit(page, settings("integrations"));
      const card = page.getByRole("listitem", { name: title, exact: true });
      await card.getByRole("listitem").filter({ hasText: name }).getByRole("link").click();
      await page.waitForURL(accountPage);
      await ready(page);
    },
    card: (title: string) => page.getByRole("listitem", { name: title, exact: true }),
    said: (words: string | RegExp) => page.getByRole("main").getByText(words).first().waitFor(),
  };
}
