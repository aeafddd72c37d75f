import { beforeAll, beforeEach, expect } from "vitest";
import type { Locator, Page } from "playwright-core";
import { sessionCookie } from "#lib/access/next-auth.ts";
import { openTab, type Tab, visit } from "#tests/e2e/support/browser.ts";
import { setPushStage } from "#tests/e2e/support/push-stage.ts";
import { atStep } from "#tests/e2e/support/wizard.ts";

/** A Node app that wants two variables. */
export const api = {
  "package.json": JSON.stringify({
    name: "api",
    scripts: { start: "node server.js", build: "node build.js" },
    dependencies: { express: "^5.0.0" },
    engines: { node: ">=22" },
  }),
  "package-lock.json": "{}",
  "server.js": "require('node:http').createServer((_, answer) => answer.end('one')).listen(process.env.PORT);\n",
  ".env.example": "DATABASE_URL=\nLOG_LEVEL=info\n",
};

/** Two apps in one repository. */
const both = {
  "package.json": JSON.stringify({ name: "mono", private: true, workspaces: ["packages/*"] }),
  "package-lock.json": "{}",
  "packages/web/package.json": JSON.stringify({
    name: "web",
    scripts: { build: "vite build" },
    dependencies: { vue: "^3.5.0" },
    devDependencies: { vite: "^7.0.0", "@vitejs/plugin-vue": "^6.0.0" },
  }),
  "packages/web/index.html": '<div id="app"></div>\n',
  "packages/api/package.json": api["package.json"],
};

const repositories = { "acme/api": api, "acme/mono": both, "acme/notes": { notes: "later\n" } };

/** For a whole file: git services with repositories of several kinds, and for each test a tab that counts its clicks. */
export function walkThroughWizard() {
  let stage: Awaited<ReturnType<typeof setPushStage>>;
  let page: Page;
  let clicks = 0;

  beforeAll(async () => {
    stage = await setPushStage();
    for (const [path, files] of Object.entries(repositories)) {
      await stage.github.addRepository({ path, isPrivate: true });
      await stage.github.push(path, "main", files, "One");
    }
  });
  beforeEach(async () => {
    const tab = await openSignedIn();
    page = tab.page;
    clicks = 0;
    return async () => {
      expect(tab.complaints).toEqual([]);
      await tab.context.close();
    };
  });

  async function openSignedIn(options: Parameters<typeof openTab>[0] = {}): Promise<Tab> {
    const opened = await openTab(options);
    await opened.context.addCookies([{ name: sessionCookie.name, value: stage.token, url: stage.web.url }]);
    return opened;
  }
  const button = (name: string | RegExp) => page.getByRole("main").getByRole("button", { name, exact: true }).first();
  async function click(target: Locator): Promise<void> {
    await target.click();
    clicks++;
  }
  const site = (name: string) => `${stage.sshd.home}/${name}`;

  return {
    stage: () => stage,
    page: () => page,
    clicks: () => clicks,
    openSignedIn,
    button,
    click,
    /** Where an app's releases lie. */
    site,
    /** From the wizard's first page to the app that is made of a repository on GitHub; its address. */
    async begin(path: string, name: string): Promise<string> {
      await visit(page, `${stage.apps}/new`);
      await click(page.getByRole("link", { name: /^GitHub · ana/ }));
      const repository = page.getByRole("combobox", { name: /^Repository/ });
      await click(repository);
      await repository.fill(path);
      await click(page.getByRole("option", { name: new RegExp(`^${path}( |$)`) }));
      await click(button("Continue"));
      await page.waitForURL(/\/apps\/new\/branch\?/);
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Project path").fill(site(name));
      await click(button("Continue"));
      return atStep(page, "detected");
    },
  };
}
