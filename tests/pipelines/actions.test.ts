import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { App } from "#lib/access/authorize.ts";
import { readInput } from "#lib/pipelines/hook.ts";
import { type ActionName, actionNames, actionOf, actions } from "#lib/pipelines/actions/index.ts";
import { runs } from "#tests/support/soak.ts";

const app = {
  platform: "laravel",
  installCommand: "composer install",
  buildCommand: null,
  migrateCommand: null,
} as App;

/** For each action an input that it takes. An action without one fails. */
const inputs: Record<ActionName, Record<string, string>> = {
  run_command: { command: "echo hello\necho again" },
  sync_file: { target: "/etc/nginx/shop.conf", content: "server {}\n" },
  sync_directory: { source: "public", target: "shared/public" },
  install_runtime: { requirement: "node@^22" },
  install_dependencies: {},
  build: { command: "npm run build", directory: "frontend" },
  migrate: {},
  restart_service: { service: "shop-queue@1.service" },
  reload_php_fpm: { version: "8.4" },
  warm_url: { url: "http://localhost:3000/" },
  health_check: { url: "http://localhost:3000/health" },
};

const step = (name: ActionName, given: Record<string, string>) => actions[name].toStep(readInput(name, given), app);

test.each(actionNames)("%s says what to run, and its form asks for exactly what it takes", (name) => {
  const read = readInput(name, inputs[name]);
  expect(actions[name].fields.map((field) => field.name).toSorted()).toEqual(Object.keys(read).toSorted());
  const { kind, data, script } = actions[name].toStep(read, app);
  expect(script !== undefined).toBe(kind === "hook");
  for (const key of Object.keys(data)) expect(key).toMatch(/^[A-Z][A-Z0-9_]*$/);
});

test.each(actionNames.filter((name) => name !== "run_command"))(
  "what is typed into %s is never part of a script",
  (name) => {
    const known = step(name, inputs[name]).script;
    const field = fc.constantFrom(...actions[name].fields.map((one) => one.name));
    const hostile = fc.oneof(
      fc.constantFrom("$(touch x)", "`x`", "'; x", '"; x', "x\ny"),
      fc.string({ maxLength: 50 }),
    );
    fc.assert(
      fc.property(field, hostile, (changed, text) => {
        try {
          expect(step(name, { ...inputs[name], [changed]: text }).script).toBe(known);
        } catch (error) {
          expect(error).toMatchObject({ kind: "invalid" });
        }
      }),
      { numRuns: runs(50, 5000) },
    );
  },
);

test.each(["restart_service", "reload_php_fpm", "install_runtime", "install_dependencies"] as const)(
  "the script of %s is shell that bash can read",
  (name) => {
    execFileSync("bash", ["-n"], { input: step(name, inputs[name]).script });
  },
);

test("a ready-made command runs in its directory, whatever its text", () => {
  const { script, data } = step("build", { command: 'printf %s "$PWD"; printf "\\n%s" \'a b\'', directory: "tmp" });
  const output = execFileSync("bash", ["-c", script ?? ""], { cwd: "/", env: { ...process.env, ...data } });
  expect(output.toString()).toBe("/tmp\na b");
});

test("an empty command is the app's own, then its platform's; where neither knows one, it has to be given", () => {
  expect(step("install_dependencies", {}).data.DEVPILOT_COMMAND).toBe("composer install");
  expect(step("migrate", {}).data.DEVPILOT_COMMAND).toBe("php artisan migrate --force");
  const own = { ...app, migrateCommand: "bin/migrate" };
  expect(actions.migrate.toStep(readInput("migrate", {}), own).data.DEVPILOT_COMMAND).toBe("bin/migrate");
  const plain = { ...app, platform: "static" };
  expect(() => actions.migrate.toStep(readInput("migrate", {}), plain)).toThrow("has no such command");
});

test.each([
  ["restart_service", { service: "--force" }],
  ["restart_service", { service: "a b" }],
  ["reload_php_fpm", { version: "8.4; x" }],
  ["sync_directory", { source: "../up", target: "x" }],
  ["sync_file", { target: "/etc/../x", content: "" }],
  ["sync_file", { target: "x", content: "", mode: "4755" }],
  ["health_check", { url: "file:///etc/passwd" }],
  ["health_check", { url: "http://u:p@localhost/" }],
  ["health_check", { url: "http://localhost/", expectStatus: "20" }],
  ["run_command", { command: "  " }],
  ["run_command", {}],
  ["run_command", { command: "x", more: "y" }],
] as [ActionName, Record<string, string>][])("%s refuses %j beside the field", (name, given) => {
  expect(() => readInput(name, given)).toThrow(expect.objectContaining({ kind: "invalid" }) as Error);
});

test("an action that this Devpilot does not know is refused, not guessed", () => {
  for (const name of ["nothing", "constructor", "__proto__"])
    expect(() => actionOf(name)).toThrow(/There is no action/);
});

test("a file is copied from one place or written from one text, never both", () => {
  expect(step("sync_file", { target: "/etc/a", source: "deploy/a" }).data).toMatchObject({ SOURCE: "deploy/a" });
  expect(step("sync_file", { target: "/etc/a", content: "x" }).data).toMatchObject({ CONTENT: "x" });
  expect(() => step("sync_file", { target: "/etc/a", source: "/srv/a", content: "x" })).toThrow(/Leave the text empty/);
  for (const source of ["../a", "/srv/../a", "/srv//a", "a/"])
    expect(() => step("sync_file", { target: "/etc/a", source })).toThrow();
});

test("a URL is warmed by curl, which reads the address from its stdin", () => {
  const { script, data } = step("warm_url", { url: "http://localhost:3000/?a=1" });
  expect(data).toEqual({ DEVPILOT_URL: "http://localhost:3000/?a=1" });
  expect(script).toContain("--config -");
  expect(() => step("warm_url", { url: 'http://a/"' })).toThrow(/%22/);
  expect(() => step("warm_url", { url: "file:///etc/passwd" })).toThrow();
});
