import { sql } from "drizzle-orm";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { openSession } from "#lib/access/session-store.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { findPipeline } from "#lib/pipelines/find.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { expectFocus, focused, settled, tabTo, visit } from "#tests/e2e/support/browser.ts";
import { walkThroughApps } from "#tests/e2e/support/walk-through-apps.ts";
import { addPerson, grant } from "#tests/support/world.ts";

const { stage, page, go, openSignedIn, press, alert } = walkThroughApps();

test("is edited by keyboard alone: add, name, move through stages, switch off, review, save", async () => {
  await go(stage().page("pipeline"));
  await tabTo(page(), "Add a hook to After the source");
  await page().keyboard.press("Enter");
  await expectFocus(page(), /^Name/);
  await page().keyboard.press("Control+A");
  await page().keyboard.type("Warm the cache");
  await tabTo(page(), "Command");
  await page().keyboard.type("echo one\necho two");
  await expectAccessible(page());
  await page().getByRole("button", { name: "Close" }).focus();
  await page().keyboard.press("Enter");
  await expectFocus(page(), /^Warm the cache/);

  await tabBackTo("Move Warm the cache");
  await page().keyboard.press("ArrowDown");
  await expectFocus(page(), /^Move Warm the cache/);
  await page().getByRole("status").filter({ hasText: "Warm the cache, 1 of 1 in After set-up" }).waitFor();
  await tabTo(page(), "Run Warm the cache");
  await page().keyboard.press("Space");
  await tabTo(page(), "Review and save");
  await page().keyboard.press("Enter");
  await expectFocus(page(), /^Changes/);
  await page().getByText("to After set-up", { exact: true }).last().waitFor();
  await expectAccessible(page());
  await tabTo(page(), "Save the pipeline");
  await page().keyboard.press("Enter");
  await expect.poll(names).toEqual(["post_setup: Warm the cache"]);
  await page().getByText("not saved").waitFor({ state: "detached" });
  expect(await findHooks()).toMatchObject([
    { isEnabled: false, input: { command: "echo one\necho two" }, action: "run_command" },
  ]);
});

test("hooks are dragged within a stage and to another one", async () => {
  await setHooks(["First", "Second", "Third"]);
  // All in sight: near an edge the page would scroll under the pointer.
  await page().setViewportSize({ width: 1440, height: 1800 });
  await go(stage().page("pipeline"));
  await drag(
    "Third",
    page()
      .getByRole("listitem")
      .filter({ has: handle("First") })
      .last(),
  );
  await drag("First", page().getByRole("region", { name: "Before the source" }));
  await press("Review and save");
  await page().getByText("from After set-up to Before the source").waitFor();
  await page().getByText("within After set-up").waitFor();
  await press("Save the pipeline");
  await expect.poll(names).toEqual(["pre_source_control: First", "post_setup: Third", "post_setup: Second"]);
});

test("what an action does not take is said beside its field, and nothing of the pipeline is saved", async () => {
  await setHooks(["Kept"]);
  await go(stage().page("pipeline"));
  await page().getByRole("button", { name: "Add a hook to After release" }).click();
  await page().getByLabel("Action").selectOption({ label: "Reload PHP-FPM" });
  await page().getByLabel("PHP version").fill("8.4; rm -rf /");
  await press("Review and save");
  await press("Save the pipeline");
  await alert("Give a version such as 8.4.").waitFor();
  await expectFocus(page(), /^PHP version/);
  expect(await page().getByLabel("PHP version").inputValue()).toBe("8.4; rm -rf /");
  await expectAccessible(page());
  expect(await names()).toEqual(["post_setup: Kept"]);

  await page().getByLabel("PHP version").fill("8.4");
  await press("Duplicate");
  await press("Remove");
  await press("Review and save");
  await press("Save the pipeline");
  await expect.poll(names).toEqual(["post_setup: Kept", "post_release: Reload PHP-FPM"]);
});

test("who edited an older pipeline is told so, keeps the changes in sight, and loads it again", async () => {
  await setHooks(["Mine"]);
  await go(stage().page("pipeline"));
  await page().getByRole("switch", { name: "Run Mine" }).uncheck();
  await addHook(stage().owner, { app: stage().app, ...hook("Theirs") });
  await press("Review and save");
  await press("Save the pipeline");
  await page().getByText("Somebody else changed this pipeline").waitFor();
  expect(await page().getByRole("switch", { name: "Run Mine" }).isChecked()).toBe(false);
  await expectAccessible(page());
  expect(await names()).toEqual(["post_setup: Mine", "post_setup: Theirs"]);
  await press("Load it again");
  await page()
    .getByRole("button", { name: /^Theirs/ })
    .waitFor();
  expect(await page().getByRole("switch", { name: "Run Mine" }).isChecked()).toBe(true);
});

test("is not left with unsaved changes unasked", async () => {
  await setHooks(["Mine"]);
  await go(stage().page("pipeline"));
  await page().getByRole("switch", { name: "Run Mine" }).uncheck();
  await appTab("Overview").click();
  await page().getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Stay" }).click();
  expect(page().url()).toBe(stage().page("pipeline"));
  await press("Discard");
  await appTab("Overview").click();
  await page().waitForURL(stage().page(""));
});

test("a collaborator sees the pipeline and can change nothing of it", async () => {
  await setHooks(["Mine"]);
  const { workspaceId } = stage().owner;
  const member = await addPerson(workspaceId, "member");
  await grant(workspaceId, member, "collaborator", { appId: stage().app });
  const token = await openSession(member.userId, { userAgent: "a test", address: null });
  const theirs = await openSignedIn({}, token);
  await visit(theirs.page, stage().page("pipeline"));
  await theirs.page.getByRole("button", { name: /^Mine/ }).click();
  expect(await theirs.page.getByLabel("Name").isDisabled()).toBe(true);
  expect(await theirs.page.getByRole("switch", { name: "Run Mine" }).isDisabled()).toBe(true);
  expect(await theirs.page.getByRole("button", { name: /Add a hook|Move|Save/ }).count()).toBe(0);
  expect(await theirs.page.getByRole("link", { name: /^(Environment|Settings)$/ }).count()).toBe(0);
  await expectAccessible(theirs.page);
  await theirs.context.close();
});

const handle = (name: string) => page().getByRole("button", { name: `Move ${name}: drag` });
const appTab = (name: string) => page().getByRole("navigation", { name: "Pages of shop" }).getByRole("link", { name });
const findHooks = async () => (await findPipeline(stage().owner, { app: stage().app })).hooks;
const names = async () => (await findHooks()).map((one) => `${one.stage}: ${one.name}`);

async function tabBackTo(name: string): Promise<void> {
  for (let presses = 0; presses < 10 && !(await focused(page())).startsWith(name); presses++) {
    await page().keyboard.press("Shift+Tab");
  }
  expect(await focused(page())).toContain(name);
}

async function drag(name: string, onto: Locator): Promise<void> {
  // The cards have come to rest where the drag before this one left them.
  await onto.hover({ trial: true });
  await handle(name).hover();
  const [from, to] = [await handle(name).boundingBox(), await onto.boundingBox()];
  if (!from || !to) throw new Error(`${name} is not in sight`);
  await page().mouse.down();
  await page().mouse.move(from.x + 20, from.y + 20, { steps: 4 });
  await page().mouse.move(to.x + to.width / 3, to.y + to.height / 2, { steps: 12 });
  await settled(page());
  await page().mouse.up();
  await page()
    .getByRole("status")
    .filter({ hasText: `Dropped ${name} in` })
    .waitFor({ state: "attached" });
  await settled(page());
}

function hook(name: string) {
  const input = { command: "true" };
  return {
    stage: "post_setup",
    name,
    action: "run_command",
    input,
    runAs: null,
    timeoutSeconds: 60,
    isEnabled: true,
  } as const;
}

async function setHooks(wanted: string[]): Promise<void> {
  await db.execute(sql`delete from hooks where app_id = ${stage().app}`);
  for (const name of wanted) await addHook(stage().owner, { app: stage().app, ...hook(name) });
}
