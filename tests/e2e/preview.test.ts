import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { updateApp } from "#lib/apps/update.ts";
import { addHook } from "#lib/pipelines/add-hook.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { ready, sizes, visit } from "#tests/e2e/support/browser.ts";
import { walkThroughApps } from "#tests/e2e/support/walk-through-apps.ts";

const { stage, page, go, openSignedIn, press, alert, dialog } = walkThroughApps();

const setting = (wanted: Omit<Parameters<typeof updateApp>[1], "app">) =>
  updateApp(stage().owner, { app: stage().app, ...wanted });
const checks = () => page().getByRole("list", { name: "Checks" });
const verdict = (words: string | RegExp) => page().getByRole("heading", { level: 2, name: words });

describe("the plan of a deployment", () => {
  test("is found in the menu beside Deploy, tells everything, and its button deploys it", async () => {
    await addHook(stage().owner, {
      ...{
        app: stage().app,
        stage: "post_setup",
        name: "Say hello",
        action: "run_command",
        note: "So that it is said",
      },
      ...{ input: { command: "echo hello\necho again" }, runAs: null, timeoutSeconds: 60, isEnabled: true },
    });
    await putVariables(stage().owner, {
      app: stage().app,
      variables: [{ key: "API_KEY", value: "a secret that stays one", isSecret: true }],
    });
    await go(stage().page(""));
    await press("Deploy something else");
    await page().getByRole("menuitem", { name: "Preview" }).click();
    await verdict("Ready: nothing stands in the way").waitFor();
    await ready(page());
    await page().getByText("First commit").waitFor();
    await page().getByText("Shop developers").waitFor();
    await page().getByText("echo hello").waitFor();
    await page().getByText("So that it is said").waitFor();
    await page().getByText("API_KEY").waitFor();
    expect(await page().content()).not.toContain("a secret that stays one");
    await expectAccessible(page());
    await press("Deploy this plan");
    await page().waitForURL(/\/deployments\/[0-9a-f-]{36}$/);
    await page().getByText("Live", { exact: true }).first().waitFor();
  });

  test("is refused in words when something changed since, and Look again shows the new one", async () => {
    await go(stage().page("preview"));
    await verdict(/^Ready/).waitFor();
    await setting({ buildCommand: "echo building" });
    await press("Deploy this plan");
    await alert("Since this plan was made, the build command changed.").waitFor();
    await expectAccessible(page());
    await press("Look again");
    await page().getByText("echo building").waitFor();
    expect(await alert("Since this plan").count()).toBe(0);
  });

  test("names what is missing, and adds the hook that installs it by one click", async () => {
    await setting({ requirements: ["no-such-program@^22"], requiredVariables: ["DATABASE_URL"] });
    await go(stage().page("preview"));
    await verdict("2 things stand in the way").waitFor();
    await ready(page());
    await checks().getByText("no-such-program is not on the server.").waitFor();
    await checks().getByText("DATABASE_URL has no value yet.").waitFor();
    await expectAccessible(page());
    await press("Add the hook “Install no-such-program”");
    await verdict("One thing stands in the way").waitFor();
    await page().getByText("The app requires no-such-program@^22, and the server does not have it.").waitFor();
    await setting({ requirements: [], requiredVariables: [] });
  });

  test("of a branch is one choice away, and a branch that is not there has no button", async () => {
    await go(stage().page(""));
    await press("Deploy something else");
    await page().getByRole("menuitem", { name: "A branch…" }).click();
    await dialog().getByLabel("Branch").fill("no-such-branch");
    await dialog().getByRole("button", { name: "Preview", exact: true }).click();
    await page().waitForURL(/\/preview\?branch=no-such-branch$/);
    await verdict("One thing stands in the way").waitFor();
    expect(
      await page()
        .getByRole("button", { name: /^Deploy this plan/ })
        .getAttribute("aria-disabled"),
    ).toBe("true");
  });

  test("is shown as far as it is known while the server does not answer", async () => {
    const [server] = await db.select().from(servers).where(eq(servers.id, stage().server));
    await db.update(servers).set({ port: 1 }).where(eq(servers.id, stage().server));
    await go(stage().page("preview"));
    await verdict("2 things stand in the way").waitFor();
    await page().getByText("echo hello").waitFor();
    await expectAccessible(page());
    await db.update(servers).set({ port: server?.port }).where(eq(servers.id, stage().server));
  });
});

test.each([
  ["desktop", "light"],
  ["desktop", "dark"],
  ["phone", "light"],
  ["phone", "dark"],
] as const)("on a %s in %s nothing of it is cut off or hard to read", async (size, colorScheme) => {
  const { page: other, context } = await openSignedIn({ viewport: sizes[size], colorScheme });
  await visit(other, stage().page("preview"));
  await other.getByRole("list", { name: "Checks" }).waitFor();
  await ready(other);
  const overflow = await other.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await expectAccessible(other);
  await context.close();
});
