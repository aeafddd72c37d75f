import { expect, test } from "vitest";
import { openVariables } from "#lib/apps/environment.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { walkThroughApps } from "#tests/e2e/support/walk-through-apps.ts";

const { stage, page, go, press, alert, dialog } = walkThroughApps();

test("variables are added, replaced and removed; a secret is never shown and a short one is warned of", async () => {
  await go(stage().page("environment"));
  await page().getByText("Variables hold what differs").waitFor();
  await expectAccessible(page());
  await put("Add a variable", "2FA", "x");
  await alert("does not begin with a digit").waitFor();
  await expectAccessible(page());
  await dialog().getByLabel("Name").fill("APP_PIN");
  await dialog().getByLabel("Value").fill("1234");
  await dialog().getByRole("button", { name: "Save" }).click();
  await dialog().getByText("APP_PIN is shorter than 8 characters").waitFor();
  await expectAccessible(page());
  await press("Understood");
  await page().getByRole("row").filter({ hasText: "APP_PIN" }).getByText("Secret, stored on").waitFor();
  await expectAccessible(page());

  await press("Replace APP_PIN");
  expect(await dialog().getByLabel("New value").inputValue()).toBe("");
  await dialog().getByLabel("New value").fill("line one\nline two");
  await dialog().getByRole("button", { name: "Save" }).click();
  await expect.poll(values).toEqual(["APP_PIN=line one\nline two (secret)"]);
  await dialog().waitFor({ state: "detached" });
  expect(await page().content()).not.toContain("line one");

  await press("Remove");
  await page().getByRole("dialog", { name: "Remove APP_PIN?" }).getByRole("button", { name: "Remove" }).click();
  await expect.poll(values).toEqual([]);
});

test("a pasted .env file is previewed name by name before it is imported", async () => {
  await go(stage().page("environment"));
  await put("Add a variable", "APP_ENV", "production", "plain");
  await expect.poll(values).toEqual(["APP_ENV=production"]);
  await page().getByRole("link", { name: "Import a .env file" }).click();
  await page().getByLabel("Contents").fill("APP_ENV=staging\nnonsense");
  await press("Preview");
  await alert("Line 2 is not written as NAME=value.").waitFor();
  await page().getByLabel("Contents").fill('APP_ENV=staging\nMANY="one\ntwo"\n');
  await page().getByRole("switch", { name: "Store all of them as secrets" }).uncheck();
  await press("Preview");
  const preview = page().getByRole("status", { name: "What the import changes" });
  await preview.getByText("replaces the stored one").waitFor();
  expect(await preview.innerText()).toMatch(/MANY\s+new/);
  await expectAccessible(page());
  expect(await values()).toEqual(["APP_ENV=production"]);
  await press("Import 2 variables");
  await page().waitForURL(stage().page("environment"));
  expect(await values()).toEqual(["APP_ENV=staging", "MANY=one\ntwo"]);
  await page().getByRole("row").filter({ hasText: "APP_ENV" }).getByText("staging").waitFor();
});

async function put(button: string, name: string, value: string, kind: "secret" | "plain" = "secret"): Promise<void> {
  await press(button);
  await dialog().getByLabel("Name").fill(name);
  await dialog().getByLabel("Value").fill(value);
  if (kind === "plain") await dialog().getByRole("switch", { name: "Secret" }).uncheck();
  await dialog().getByRole("button", { name: "Save" }).click();
}

async function values(): Promise<string[]> {
  const open = await openVariables({ id: stage().app });
  return open.map(({ key, value, isSecret }) => `${key}=${value.reveal()}${isSecret ? " (secret)" : ""}`);
}
