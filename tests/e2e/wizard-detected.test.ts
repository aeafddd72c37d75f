import { describe, expect, test } from "vitest";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { visit } from "#tests/e2e/support/browser.ts";
import { api, walkThroughWizard } from "#tests/e2e/support/walk-through-wizard.ts";
import { atStep } from "#tests/e2e/support/wizard.ts";

const { stage, page, button, click, begin } = walkThroughWizard();

describe("what was detected", () => {
  test("is told with what says so, and taken over with commands, wanted variables and hooks", async () => {
    await begin("acme/api", "api");
    await page().getByRole("heading", { name: "Node", exact: true }).waitFor();
    await page()
      .getByText(/package\.json/)
      .first()
      .waitFor();
    await page().getByText("Certain", { exact: true }).waitFor();
    await page().getByText("1 required, 1 suggested").waitFor();
    await expectAccessible(page());
    await click(button("Use this"));
    await atStep(page(), "build");
    expect(await page().getByLabel("Install command").inputValue()).toMatch(/^npm ci/);
    expect(await page().getByLabel("Start command").inputValue()).toMatch(/start|server\.js/);
    await expectAccessible(page());
  });

  test("in a repository of several apps is asked for the one that is meant", async () => {
    const app = await begin("acme/mono", "web");
    await page()
      .getByRole("link", { name: /packages\/web/ })
      .click();
    await page().getByRole("heading", { name: /^Vue/i }).waitFor();
    await expectAccessible(page());
    await click(button("Use this"));
    await atStep(page(), "build");
    expect(await page().getByLabel("Directory", { exact: true }).inputValue()).toBe("packages/web");
    await visit(page(), `${app}/wizard/detected`);
    await page().getByRole("heading", { name: /^Vue/i }).waitFor();
  });

  test("that is a guess says so, and another platform is chosen by hand", async () => {
    await begin("acme/notes", "notes");
    await page().getByText("Not sure", { exact: true }).waitFor();
    await page().getByRole("heading", { name: "What is it?" }).waitFor();
    await expectAccessible(page());
    await page().getByLabel("Platform").selectOption({ label: "Laravel" });
    await click(button("Use this platform"));
    await atStep(page(), "build");
    expect(await page().getByLabel("Install command").inputValue()).toMatch(/^composer install/);
  });

  test("is looked at again when somebody asks, and what can't be read is said in words", async () => {
    await begin("acme/blank", "blank");
    await page().getByText("The repository could not be looked at").waitFor();
    await expectAccessible(page());
    await stage().github.push("acme/blank", "main", { "index.html": "<h1>late</h1>\n" }, "One");
    await click(button("Try again"));
    await page().getByRole("button", { name: "Use this", exact: true }).waitFor();
    const before = await page()
      .getByText(/^.*Seen at/)
      .innerText();
    await stage().github.push("acme/blank", "main", { "package.json": api["package.json"] }, "Two");
    await click(button("Look again"));
    await expect
      .poll(() =>
        page()
          .getByText(/^.*Seen at/)
          .innerText(),
      )
      .not.toBe(before);
  });
});
