import { beforeAll, expect, test } from "vitest";
import { showHook } from "#lib/pipelines/show-hook.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { makeWorld, type World } from "#tests/support/world.ts";

let world: World;
beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

const show = (action: Parameters<typeof showHook>[1]["action"], input: Record<string, string>) =>
  showHook(world.owner.actor, { app: world.appId, action, input });

test("a hook shows the exact text that will run, with the values that it is given", async () => {
  expect(await show("run_command", { command: "echo one\necho two" })).toEqual({ text: "echo one\necho two" });
  const { text } = await show("restart_service", { service: "shop.service" });
  expect(text).toMatch(/^DEVPILOT_SERVICE=shop\.service\n/);
  expect(text).toContain('systemctl restart -- "$DEVPILOT_SERVICE"');
});

test("what is not right yet is refused beside its field, and what the platform does not have in words", async () => {
  await expect(show("restart_service", { service: "a b" })).rejects.toMatchObject({
    kind: "invalid",
    fields: { "input.service": expect.stringContaining("systemd unit") as string },
  });
  await expect(show("migrate", {})).rejects.toThrow(/no such command/);
});
