import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { addHook } from "#lib/pipelines/add-hook.ts";
import type { ActionName } from "#lib/pipelines/actions/index.ts";
import { type PlatformName, platforms } from "#lib/platforms/index.ts";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { ended, stepIs } from "#tests/support/stage.ts";
import { ask, bodyOf, startLoad } from "./load.ts";
import { bootRealServer, type RealApp, type RealServer } from "./real-server.ts";
import { laravelApp, phpSite } from "./starters/php.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });
const skipped = whyNoRuntimes ? ` (skipped: ${whyNoRuntimes})` : "";

describe.skipIf(whyNoRuntimes !== null)(`apps behind nginx and PHP-FPM${skipped}`, () => {
  let server: RealServer;

  beforeAll(async () => {
    server = await bootRealServer("php");
  });

  test("PHP files: what was compiled of the release before is not served after a push", async () => {
    const app = await server.make("php-site", phpSite("one"), { platform: "php", buildCommand: "sleep 2" });
    const url = await serve(app, 8081, "");
    await addHooks(app, "php");
    await server.deploy(app);
    expect(await bodyOf(url)).toBe("one");
    const load = startLoad(url);
    const id = await server.push(app, phpSite("two"));
    await stepIs(id, "Build", "processing", 120);
    expect(await bodyOf(url)).toBe("one");
    expect(await ended(id, 120)).toMatchObject({ status: "completed", deployment: { isLive: true } });
    expect(await bodyOf(url)).toBe("two");
    const { answers } = await load.stop();
    expect(answers.map(({ body }) => body).filter((body) => body !== "one" && body !== "two")).toEqual([]);
  });

  test("Laravel: migrated before it is live, its storage kept, its queue worked by the new release", async () => {
    const app = await server.make("laravel", laravelApp("one"), {
      platform: "laravel",
      installCommand: "php bin/composer install --no-dev",
      processes: platforms.laravel.processes.filter(({ name }) => name === "queue"),
    });
    const url = await serve(app, 8082, "public");
    await addHooks(app, "laravel");
    await server.deploy(app);
    expect(await bodyOf(url)).toBe("one");
    const storage = `${server.root}${app.projectPath}/storage`;
    const worker = () => readFileSync(`${storage}/worked-by`, "utf8");
    await expect.poll(worker, { timeout: 20_000 }).toBe("one");
    writeFileSync(`${storage}/app/public/photo.txt`, "kept");

    const id = await server.push(app, laravelApp("two"));
    await stepIs(id, "Build", "processing", 120);
    expect(await bodyOf(url)).toBe("one");
    expect(await ended(id, 120)).toMatchObject({ status: "completed", deployment: { isLive: true, switch: "none" } });
    expect(await bodyOf(url)).toBe("two");
    expect(await bodyOf(`${url}storage/photo.txt`)).toBe("kept");
    await expect.poll(worker, { timeout: 20_000 }).toBe("two");
  });

  test("a migration that fails leaves the old release live", async () => {
    const app = await server.make("unmigrated", laravelApp("one"), {
      platform: "laravel",
      installCommand: "php bin/composer install --no-dev",
    });
    const url = await serve(app, 8083, "public");
    await addHooks(app, "laravel");
    await server.deploy(app);
    const artisan = "<?php if ($argv[1] === 'migrate') { echo 'no such column'; exit(1); }";
    const result = await ended(await server.push(app, { ...laravelApp("two"), artisan }), 120);
    expect(result).toMatchObject({ status: "failed", deployment: { isLive: false } });
    expect(result.reason).toMatch(/^Migrate the database: /);
    expect(await bodyOf(url)).toBe("one");
    expect((await ask(url)).status).toBe(200);
  });

  const servers: string[] = [];

  async function serve(app: RealApp, port: number, directory: string): Promise<string> {
    const root = [app.projectPath, "current", directory].filter(Boolean).join("/");
    const php = "include snippets/fastcgi-php.conf; fastcgi_pass unix:/run/php/php8.4-fpm.sock;";
    servers.push(`server { listen ${port}; root ${root}; index index.php; location ~ \\.php$ { ${php} } }`);
    await server.nginx(servers.join("\n"));
    return `http://${server.host}:${port}/`;
  }

  /** As a person does who takes what the platform offers. */
  async function addHooks(app: RealApp, platform: PlatformName): Promise<void> {
    for (const { stage, name, action, input, isEnabled, reason } of platforms[platform].hooks) {
      const hook = { stage, name, action: action as ActionName, input, isEnabled, note: reason };
      await addHook(server.owner, { app: app.id, ...hook, runAs: null, timeoutSeconds: 60 });
    }
  }
});
