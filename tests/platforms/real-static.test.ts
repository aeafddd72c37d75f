import { beforeAll, describe, expect, test, vi } from "vitest";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { ended, stepIs } from "#tests/support/stage.ts";
import { ask, bodyOf, startLoad } from "./load.ts";
import { bootRealServer, type RealApp, type RealServer } from "./real-server.ts";
import { builtSite, plainSite } from "./starters/sites.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const skipped = whyNoRuntimes ? ` (skipped: ${whyNoRuntimes})` : "";

describe.skipIf(whyNoRuntimes !== null)(`sites that nginx serves${skipped}`, () => {
  let server: RealServer;
  let port = 8080;

  beforeAll(async () => {
    server = await bootRealServer("sites");
  });

  test.each([
    ["static files", "static", plainSite("one"), plainSite("two")],
    ["vanilla JavaScript", "javascript", plainSite("one"), plainSite("two")],
    ["a React build", "react", builtSite("React", "one"), builtSite("React", "two")],
    ["a Vue build", "vue", builtSite("Vue", "one"), builtSite("Vue", "two")],
  ])("%s: the old page during the build, the new one after the push", async (_, platform, first, second) => {
    const app = await server.make(`${platform}-site`, first, { platform });
    const url = await serve(app, platform === "react" || platform === "vue" ? "dist" : "");
    await server.deploy(app);
    expect(await bodyOf(url)).toContain("one");
    const id = await server.push(app, second);
    if ("package.json" in first) {
      await stepIs(id, "Build", "processing");
      expect(await bodyOf(url)).toContain("one");
    }
    expect(await ended(id)).toMatchObject({ status: "completed", deployment: { isLive: true, switch: "none" } });
    expect(await bodyOf(url)).toContain("two");
  });

  test("a build that writes to another directory changes nothing live, and is told so", async () => {
    const app = await server.make("other-output", builtSite("React", "one"), { platform: "react" });
    const url = await serve(app, "dist");
    await server.deploy(app);
    const misplaced = builtSite("React", "two", "build");
    expect(await ended(await server.push(app, misplaced))).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("The output directory dist is not in this release"),
    });
    expect(await bodyOf(url)).toContain("one");
  });

  test("ten deployments at 50 requests a second: none fails, and each is of one release", async () => {
    const app = await server.make("busy-site", plainSite("release 0"), { platform: "static" });
    const url = await serve(app, "");
    await server.deploy(app);
    const load = startLoad(url);
    for (let number = 1; number <= 10; number++) await server.deploy(app, plainSite(`release ${number}`));
    const { answers, failed, perSecond } = await load.stop();
    expect(failed).toEqual([]);
    expect(perSecond).toBeGreaterThan(40);
    const seen = answers.map(({ body }) => Number(/release (\d+)/.exec(body)?.[1]));
    expect([...new Set(seen)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await ask(url)).body).toContain("release 10");
  });

  const servers: string[] = [];

  /** As a web server of one's own would be set up: its root is behind the link that every release moves. */
  async function serve(app: RealApp, directory: string): Promise<string> {
    const listens = ++port;
    const root = [app.projectPath, "current", directory].filter(Boolean).join("/");
    servers.push(`server { listen ${listens}; root ${root}; location / { try_files $uri /index.html; } }`);
    await server.nginx(servers.join("\n"));
    return `http://${server.host}:${listens}/`;
  }
});
