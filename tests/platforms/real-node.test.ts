import { beforeAll, describe, expect, test, vi } from "vitest";
import { findApp } from "#lib/apps/find.ts";
import { removeApp } from "#lib/apps/remove.ts";
import { updateApp } from "#lib/apps/update.ts";
import { rollBackDeployment } from "#lib/deployments/rollback.ts";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { ended, stepIs } from "#tests/support/stage.ts";
import { ask, bodyOf, startLoad } from "./load.ts";
import { bootRealServer, type RealServer } from "./real-server.ts";
import { brokenServer, nextApp, nodeServer, nuxtApp } from "./starters/node.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
const skipped = whyNoRuntimes ? ` (skipped: ${whyNoRuntimes})` : "";

describe.skipIf(whyNoRuntimes !== null)(`apps that Node runs${skipped}`, () => {
  let server: RealServer;

  beforeAll(async () => {
    server = await bootRealServer("node");
  });

  test.each([
    ["Next.js", "next", nextApp],
    ["Nuxt", "nuxt", nuxtApp],
  ] as const)("%s: the old page during the build, the new one after the push", async (_, platform, starter) => {
    const app = await server.make(`${platform}-app`, starter("one"), { platform, isPublic: true });
    const first = await server.deploy(app);
    expect(first.deployment).toMatchObject({ isLive: true, switch: "handover" });
    expect(await bodyOf(app.url)).toBe("one");
    const id = await server.push(app, starter("two"));
    await stepIs(id, "Build", "processing", 120);
    expect(await bodyOf(app.url)).toBe("one");
    expect(await ended(id, 120)).toMatchObject({ status: "completed", deployment: { isLive: true } });
    expect(await bodyOf(app.url)).toBe("two");
  });

  test("ten deployments at 50 requests a second: none fails, and none is answered by what was replaced", async () => {
    const app = await server.make("busy", nodeServer("release 0"), { platform: "node", isPublic: true });
    await server.deploy(app);
    const load = startLoad(app.url);
    for (let number = 1; number <= 10; number++) {
      const { deployment } = await server.deploy(app, nodeServer(`release ${number}`));
      expect(deployment).toMatchObject({ switch: "handover", gapMs: 0 });
      expect(await bodyOf(app.url)).toBe(`release ${number}`);
    }
    const { answers, failed, perSecond } = await load.stop();
    expect(failed).toEqual([]);
    expect(perSecond).toBeGreaterThan(40);
    const seen = answers.map(({ body }) => Number(/release (\d+)/.exec(body)?.[1]));
    expect([...new Set(seen)].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("a release that does not start changes nothing live, and says why", async () => {
    const app = await server.make("broken", nodeServer("well"), { platform: "node", isPublic: true });
    await server.deploy(app);
    const result = await ended(await server.push(app, brokenServer()), 200);
    expect(result).toMatchObject({ status: "failed", deployment: { isLive: false } });
    expect(result.reason).toMatch(/^Start the release: The release does not answer\. /);
    expect(result.log.join("\n")).toContain("The database is missing");
    expect(await bodyOf(app.url)).toBe("well");
    expect((await server.deploy(app, nodeServer("mended"))).deployment?.isLive).toBe(true);
    expect(await bodyOf(app.url)).toBe("mended");
  });

  test("a rollback starts the earlier release with the command it had, and drops no request", async () => {
    const app = await server.make("back", nodeServer("first"), { platform: "node", isPublic: true });
    const first = await server.deploy(app);
    await updateApp(server.owner, { app: app.id, startCommand: "node main.js" });
    await server.deploy(app, {
      ...nodeServer("second"),
      "server.js": null,
      "main.js": nodeServer("second")["server.js"] ?? null,
    });
    expect(await bodyOf(app.url)).toBe("second");
    const load = startLoad(app.url);
    const { id } = await rollBackDeployment(server.owner, { deployment: first.deployment?.id ?? "" });
    expect(await ended(id, 120)).toMatchObject({
      status: "completed",
      deployment: { isLive: true, switch: "handover" },
    });
    expect((await load.stop()).failed).toEqual([]);
    expect(await bodyOf(app.url)).toBe("first");
  });

  test("an app is reached from its own server alone, unless it is to be reached by everybody", async () => {
    const app = await server.make("inner", nodeServer("inside"), { platform: "node" });
    await server.deploy(app);
    expect((await ask(app.url)).status).toBeNull();
    expect(await server.asRoot(`curl -s http://127.0.0.1:${app.port}/`)).toBe("inside");
  });

  test("after a power cut the live release comes back by itself", async () => {
    const app = await server.make("lasting", nodeServer("lasts"), { platform: "node", isPublic: true });
    await server.deploy(app);
    await server.reboot();
    await expect.poll(async () => (await ask(app.url)).body, { timeout: 60_000 }).toBe("lasts");
  });

  test("an app that is to be served as files from now on stops, and gives its port back", async () => {
    const app = await server.make("files", nodeServer("runs"), { platform: "node", isPublic: true });
    await server.deploy(app);
    await updateApp(server.owner, { app: app.id, startCommand: null });
    expect((await findApp(server.owner, { app: app.id })).app.port).toBe(app.port);
    await server.deploy(app);
    expect((await findApp(server.owner, { app: app.id })).app.port).toBeNull();
    expect((await ask(app.url)).status).toBeNull();
  });

  test("an app that is removed stops when that is wanted, and runs on when not", async () => {
    const make = async (name: string) => {
      const app = await server.make(name, nodeServer(name), { platform: "node", isPublic: true });
      await server.deploy(app);
      return app;
    };
    const [ends, runsOn] = [await make("ends"), await make("runs-on")];
    await removeApp(server.owner, { app: ends.id, stopService: true });
    await removeApp(server.owner, { app: runsOn.id });
    expect((await ask(ends.url)).status).toBeNull();
    expect(await bodyOf(runsOn.url)).toBe("runs-on");
    expect(await server.asRoot(`ls ${ends.projectPath}/current/server.js`)).toContain("server.js");
  });
});
