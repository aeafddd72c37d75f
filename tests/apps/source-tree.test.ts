import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { integrations } from "#db/schema/integrations.ts";
import { servers } from "#db/schema/servers.ts";
import type { App } from "#lib/access/authorize.ts";
import { parse } from "#lib/access/entry.ts";
import { createApp, createAppInput } from "#lib/apps/create.ts";
import { openTree } from "#lib/apps/source-tree.ts";
import { pool } from "#lib/ssh/pool.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { makeRepository, type TestRepository } from "#tests/support/repository.ts";
import { hasSshd } from "#tests/support/sshd.ts";
import { setStage, type Stage } from "#tests/support/stage.ts";

const largest = 256 * 1024;

describe.skipIf(!hasSshd)("the tree of an app's repository", () => {
  let stage: Stage, hub: GitService, source: TestRepository;
  let byAccount: App, byServer: App;
  let first: string, head: string;

  beforeAll(async () => {
    await freshDatabase();
    source = await makeRepository({
      files: {
        "package.json": '\ufeff{ "name": "shop" }\n',
        "apps/web/package.json": '{ "name": "web" }\n',
        "README.md": "# Shop\n",
        "composer.json": Buffer.from([0, 1, 2, 255]),
        Gemfile: Buffer.from([0xc3, 0x28]),
        "go.mod": "x".repeat(largest + 1),
        link: { symlink: "package.json" },
      },
    });
    first = await source.head();
    await source.tag("v1.0");
    head = await source.commit({ "package.json": '{ "name": "shop2" }\n' });
    await source.commit({ "draft.txt": "draft\n" }, "Draft", { branch: "draft" });
    stage = await setStage({ repository: source });
    hub = await startGitHub();
    process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
    process.env.DEVPILOT_INSECURE_GIT_HOSTS = "127.0.0.1";
    hub.addUser("ana");
    await hub.addRepository({ path: "acme/shop", members: { ana: "admin" }, source: source.path });
    byServer = await appOf(stage.app.id);
    const { id } = await addIntegration(stage.owner.workspaceId, { origin: hub.url, token: hub.tokenFor("ana") });
    const input = { ...stage.appInput, name: "By account", projectPath: `${stage.projectPath}-2` };
    const source2 = { repositoryUrl: `${hub.url}/acme/shop.git`, access: { kind: "integration", integration: id } };
    byAccount = await appOf((await createApp(stage.owner, parse(createAppInput, { ...input, ...source2 }))).app.id);
  });
  afterAll(async () => {
    await pool.close(0);
    await hub.stop();
    await source.remove();
  });
  afterEach(async () => {
    hub.setFault(null);
    await setServer({ connection: "connected" });
  });

  async function appOf(id: string): Promise<App> {
    const [app] = await db.select().from(apps).where(eq(apps.id, id));
    if (!app) throw new Error("no such app");
    return app;
  }

  const setServer = (values: Partial<typeof servers.$inferInsert>) =>
    db.update(servers).set(values).where(eq(servers.id, stage.server.id));

  /** Nothing may be sent to it then. */
  const shutServer = () => setServer({ connection: "host_key_changed" });

  const ways: [string, () => App][] = [
    ["by its account", () => byAccount],
    ["by its server", () => byServer],
  ];

  describe.each(ways)("%s", (_, app) => {
    test("is that of the app's branch, unless a tag, a commit or another branch is asked for", async () => {
      expect(await openTree(app())).toMatchObject({ commit: head, isTruncated: false });
      expect((await openTree(app(), { tag: "v1.0" })).commit).toBe(first);
      expect((await openTree(app(), { commit: first })).commit).toBe(first);
      expect((await openTree(app(), { branch: "draft" })).files).toEqual(["draft.txt"]);
    });

    test("reads each file as it was at that commit, without a mark of its encoding", async () => {
      expect(await (await openTree(app())).read("package.json")).toBe('{ "name": "shop2" }\n');
      const tree = await openTree(app(), { tag: "v1.0" });
      expect(await tree.read("package.json")).toBe('{ "name": "shop" }\n');
      expect(await tree.read("apps/web/package.json")).toBe('{ "name": "web" }\n');
      expect(await tree.read("README.md")).toBe("# Shop\n");
    });

    test("answers null for what is absent, no text, too long, or a link, and says so of none of them in its list", async () => {
      const tree = await openTree(app());
      for (const name of ["absent", "composer.json", "Gemfile", "go.mod", "link", "apps", "../x"])
        expect([name, await tree.read(name)]).toEqual([name, null]);
      expect(tree.files).not.toContain("link");
      expect(tree.files).toContain("composer.json");
    });

    test("says in words that a branch, tag or commit is not there", async () => {
      for (const ref of [{ branch: "gone" }, { tag: "gone" }, { commit: "d".repeat(40) }])
        await expect(openTree(app(), ref), JSON.stringify(ref)).rejects.toMatchObject({
          kind: "rejected",
          message: expect.stringMatching(/gone|dddddddddddd/),
        });
    });
  });

  test("needs no server where there is an account, and asks for each file once", async () => {
    await shutServer();
    const tree = await openTree(byAccount);
    const before = hub.requests.length;
    const read = await Promise.all([tree.read("package.json"), tree.read("package.json"), tree.read("absent")]);
    expect(read).toEqual(['{ "name": "shop2" }\n', '{ "name": "shop2" }\n', null]);
    expect(hub.requests.length - before).toBe(1);
  });

  test("reads all manifests from the server at once, however many are asked for", async () => {
    const tree = await openTree(byServer);
    const before = stage.git.requests.length;
    await Promise.all(["package.json", "apps/web/package.json", "composer.json", "go.mod"].map(tree.read));
    const asked = stage.git.requests.slice(before).filter(({ path }) => path.endsWith("/info/refs"));
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  test.each(["500", "html", "429"] as const)(
    "comes from the server while the account's host answers %s",
    async (kind) => {
      hub.setFault({ kind }, /^\/api/);
      const tree = await openTree(byAccount);
      expect([tree.commit, await tree.read("package.json")]).toEqual([head, '{ "name": "shop2" }\n']);
      await db.update(integrations).set({ rateLimitedUntil: null });
    },
  );

  test("is not looked for on the server when the account's host says no", async () => {
    await shutServer();
    await expect(openTree(byAccount, { branch: "gone" })).rejects.toMatchObject({ trouble: "not_found" });
    hub.setFault({ kind: "500" }, /^\/api/);
    await expect(openTree(byAccount)).rejects.toThrow("host key");
  });

  test("is read again after a reading that failed", async () => {
    const tree = await openTree(byAccount);
    hub.setFault({ kind: "500" }, /^\/api/);
    await expect(tree.read("package.json")).rejects.toMatchObject({ kind: "unavailable" });
    hub.setFault(null);
    expect(await tree.read("package.json")).toContain("shop2");
  });

  test("is refused in words once the account is gone", async () => {
    await db.update(integrations).set({ removedAt: new Date(), credential: null });
    await expect(openTree(byAccount)).rejects.toMatchObject({ kind: "conflict" });
  });
});
