import { expect, test } from "vitest";
import type { App } from "#lib/access/authorize.ts";
import { order } from "#lib/deployments/order.ts";
import { textOf } from "#lib/deployments/step-text.ts";

const app = {
  platform: "laravel",
  projectPath: "/srv/shop",
  repositoryUrl: "https://git.example.com/acme/shop.git",
  storagePaths: ["storage", "uploads"],
  retainedReleases: 5,
  installCommand: "composer install",
  migrateCommand: null,
} as unknown as App;

const said = (kind: string, input: Record<string, string> = {}, isHook = false) => textOf({ kind, isHook, input }, app);

test("every step of Devpilot's own says what it does", () => {
  const inputs = { script: "make", command: "make run", outputDirectory: "dist", url: "http://localhost/health" };
  const silent = order.flatMap((part) => ("hooks" in part || said(part.kind, inputs) ? [] : [part.kind]));
  expect(silent).toEqual([]);
});

test("an app is started with its command, and each of its processes with its own", () => {
  const processes = JSON.stringify([{ name: "queue", count: 2, command: "php artisan queue:work" }]);
  expect(said("start", { command: "npm start", processes })).toBe("npm start\nqueue × 2: php artisan queue:work");
  expect(said("start", { command: "", processes })).toBe("queue × 2: php artisan queue:work");
});

test("a hook is shown with the values that travel beside its script, and a command of one's own as it is", () => {
  expect(said("run_command", { command: "echo one\necho two" }, true)).toBe("echo one\necho two");
  expect(said("restart_service", { service: "shop.service" }, true)).toContain("DEVPILOT_SERVICE=shop.service");
  expect(said("sync_file", { target: "/etc/shop.conf", content: "a", mode: "600" }, true)).toContain(
    "TARGET=/etc/shop.conf",
  );
});

test("a hook that can't run for this app says so in its place", () => {
  expect(said("no_such_action", {}, true)).toContain('There is no action "no_such_action"');
});
