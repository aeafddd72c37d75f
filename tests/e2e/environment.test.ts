import { beforeEach, expect, test } from "vitest";
import { environmentFor, openVariables } from "#lib/apps/environment.ts";
import { listSharedVariables } from "#lib/apps/list-shared-variables.ts";
import { listVariables } from "#lib/apps/list-variables.ts";
import { putSharedVariables } from "#lib/apps/put-shared-variables.ts";
import { putVariables } from "#lib/apps/put-variables.ts";
import { removeSharedVariable } from "#lib/apps/remove-shared-variable.ts";
import { removeVariable } from "#lib/apps/remove-variable.ts";
import { updateApp } from "#lib/apps/update.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { walkThroughApps } from "#tests/e2e/support/walk-through-apps.ts";
import { ended } from "#tests/support/stage.ts";

const { stage, page, go, press, alert, dialog } = walkThroughApps();

beforeEach(async () => {
  const { owner, app, project } = stage();
  for (const { key } of await listSharedVariables(owner, { project }))
    await removeSharedVariable(owner, { project, key });
  for (const { key } of await listVariables(owner, { app })) await removeVariable(owner, { app, key });
});

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
  await row("APP_PIN").getByText("Secret, stored on").waitFor();
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
  await preview().getByText("replaces the stored one").waitFor();
  expect(await preview().innerText()).toMatch(/MANY\s+new/);
  await expectAccessible(page());
  expect(await values()).toEqual(["APP_ENV=production"]);
  await press("Import 2 variables");
  await page().waitForURL(stage().page("environment"));
  expect(await values()).toEqual(["APP_ENV=staging", "MANY=one\ntwo"]);
  await row("APP_ENV").getByText("staging").waitFor();
});

test("an uploaded .env file is read as it is, also as Windows writes it; what is no text is refused", async () => {
  await go(`${stage().page("environment")}?import`);
  const upload = (buffer: Buffer) =>
    page()
      .getByLabel("A .env file")
      .setInputFiles({ name: ".env.local", mimeType: "application/octet-stream", buffer });
  await upload(Buffer.from([0, 1, 2, 3]));
  await alert(".env.local is not a text file.").waitFor();
  await upload(Buffer.from("\uFEFFexport A='uploaded as it is'\r\n# a comment\r\nB=`two`\r\n", "utf16le"));
  await expect.poll(() => page().getByLabel("Contents").inputValue()).toContain("uploaded as it is");
  await page().getByLabel("For", { exact: true }).selectOption("Builds only");
  await press("Preview");
  await preview().getByText("B", { exact: true }).waitFor();
  await press("Import 2 variables");
  await page().waitForURL(stage().page("environment"));
  expect(await values()).toEqual(["A=uploaded as it is (secret)", "B=two (secret)"]);
  const built = environmentFor("build", await openVariables({ id: stage().app }));
  expect(built.map(({ key }) => key)).toEqual(["A", "B"]);
  await row("A").getByText("Builds only").waitFor();
});

test("what a project shares is overridden by an app and given back, and both pages say so", async () => {
  const { owner, project, app, web, slug } = stage();
  const shared = `${web.url}/w/${slug}/projects/${project}/environment`;
  await go(shared);
  await expectAccessible(page());
  await put("Add a variable", "MAIL_HOST", "mail.example.com", "plain");
  await row("MAIL_HOST").getByText("nowhere").waitFor();
  await expect.poll(values).toEqual(["MAIL_HOST=mail.example.com"]);

  await go(stage().page("environment"));
  await row("MAIL_HOST").getByText("shared", { exact: true }).waitFor();
  await expectAccessible(page());
  await press("Override MAIL_HOST");
  await dialog().getByLabel("Value").fill("mail.internal");
  await dialog().getByRole("button", { name: "Save" }).click();
  await row("MAIL_HOST").getByText("overrides the shared one").waitFor();
  await expect.poll(values).toEqual(["MAIL_HOST=mail.internal"]);
  await go(shared);
  await row("MAIL_HOST").getByText("by 1 app").waitFor();
  await expectAccessible(page());

  await go(stage().page("environment"));
  await press("Remove");
  await dialog().getByText("with the one that the project shares").waitFor();
  await dialog().getByRole("button", { name: "Remove" }).click();
  await row("MAIL_HOST").getByText("shared", { exact: true }).waitFor();
  expect(await listVariables(owner, { app })).toMatchObject([{ from: "project", value: "mail.example.com" }]);

  await go(`${shared}?import`);
  await page().getByLabel("Contents").fill("MAIL_HOST=mail.example.org\nMAIL_PORT=2525\n");
  await press("Preview");
  await press("Import 2 variables");
  await page().waitForURL(shared);
  await row("MAIL_PORT").waitFor();
  expect(await values()).toHaveLength(2);
});

test("a required variable without a value is named, set in place, and then no longer missed", async () => {
  const { owner, app } = stage();
  await updateApp(owner, { app, requiredVariables: ["DB_URL"] });
  await go(stage().page("environment"));
  await page().getByText("A required variable has no value").waitFor();
  await expectAccessible(page());
  await press("Set DB_URL");
  await dialog().getByLabel("Value").fill("postgres://somewhere");
  await dialog().getByRole("button", { name: "Save" }).click();
  await row("DB_URL").getByText("Secret, stored on").waitFor();
  await page().getByText("A required variable has no value").waitFor({ state: "detached" });
  await updateApp(owner, { app, requiredVariables: [] });
});

test("who changed what, and in which deployment it took effect, stands below", async () => {
  const { owner, app, project } = stage();
  await putSharedVariables(owner, { project, variables: [{ key: "REGION", value: "north", isSecret: false }] });
  await putVariables(owner, { app, variables: [{ key: "TOKEN", value: "of some length", isSecret: true }] });
  const { deployment } = await ended((await queueDeployment(owner, { app })).id);
  await putVariables(owner, { app, variables: [{ key: "TOKEN", value: "another of some length", isSecret: true }] });
  await go(stage().page("environment"));
  const since = `since #${deployment?.number}`;
  await row("REGION").getByText(since).waitFor();
  await row("TOKEN").getByText("with the next deployment").waitFor();
  const changes = page().getByRole("table", { name: "Changes of variables, newest first" });
  const told = await changes.getByRole("row").allInnerTexts();
  expect(told[1]).toMatch(/TOKEN\s+changed\s+the app\s+ana\s.*\s+with the next deployment/s);
  expect(told[2]).toMatch(new RegExp(`TOKEN\\s+added\\s+the app\\s+ana\\s.*in #${deployment?.number}`, "s"));
  expect(told[3]).toMatch(new RegExp(`REGION\\s+added\\s+the project\\s+ana\\s.*in #${deployment?.number}`, "s"));
  await expectAccessible(page());
  await changes
    .getByRole("link", { name: `#${deployment?.number}` })
    .first()
    .click();
  await page().waitForURL(/\/deployments\//);
});

async function put(button: string, name: string, value: string, kind: "secret" | "plain" = "secret"): Promise<void> {
  await press(button);
  await dialog().getByLabel("Name").fill(name);
  await dialog().getByLabel("Value").fill(value);
  if (kind === "plain") await dialog().getByRole("switch", { name: "Secret" }).uncheck();
  await dialog().getByRole("button", { name: "Save" }).click();
}

function row(name: string) {
  const tables = page().getByRole("table", { name: /variables, by name/ });
  return tables.getByRole("row").filter({ has: page().getByText(name, { exact: true }) });
}

function preview() {
  return page().getByRole("status", { name: "What the import changes" });
}

async function values(): Promise<string[]> {
  const open = await openVariables({ id: stage().app });
  return open.map(({ key, value, isSecret }) => `${key}=${value.reveal()}${isSecret ? " (secret)" : ""}`);
}
