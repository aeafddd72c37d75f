import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { deployments } from "#db/schema/deployments.ts";
import { runs } from "#db/schema/runs.ts";
import { queueDeployment } from "#lib/deployments/queue.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { expectFocus } from "#tests/e2e/support/browser.ts";
import { walkThroughApps } from "#tests/e2e/support/walk-through-apps.ts";

const { stage, page, go, press, alert, dialog } = walkThroughApps();

test("how an app is built and run is set in one form, and what is wrong is said beside its field", async () => {
  const { id } = await stage().makeApp("worker");
  await go(`${stage().apps}/${id}/settings`);
  expect(await page().getByRole("radio", { name: "Everybody" }).count()).toBe(0);
  await page().getByLabel("Start command").fill("node server.js");
  await page().getByRole("radio", { name: "Everybody" }).check();
  await page().getByRole("radio", { name: "Laravel" }).check();
  await press("queue");
  await press("Another process");
  await page().getByRole("textbox", { name: /^Name/ }).last().fill("Mail Sender");
  await page()
    .getByRole("textbox", { name: /^Command/ })
    .last()
    .fill("node mail.js");
  await page().getByLabel("Output directory").fill("../public");
  await page().getByLabel("Memory of a build").fill("512");
  await press("Save");
  await alert("A process is named by a word such as queue.").waitFor();
  await alert("without . and .. parts").waitFor();
  await expectAccessible(page());
  await page().getByRole("textbox", { name: /^Name/ }).last().fill("mail");
  await page().getByLabel("Output directory").fill("");
  await page().getByLabel("Required variables").fill("APP_KEY\nAPP_URL");
  await press("Save");
  await page().getByText("Saved", { exact: true }).first().waitFor();
  const [app] = await db.select().from(apps).where(eq(apps.id, id));
  expect(app).toMatchObject({
    platform: "laravel",
    startCommand: "node server.js",
    isPublic: true,
    port: expect.any(Number),
    outputDirectory: null,
    buildMemoryMb: 512,
    buildCpuPercent: null,
    requiredVariables: ["APP_KEY", "APP_URL"],
    processes: [{ name: "queue" }, { name: "mail", command: "node mail.js", count: 1 }],
  });
  await press("Remove mail");
  await press("Save");
  await expect
    .poll(async () => (await db.select().from(apps).where(eq(apps.id, id)))[0]?.processes.map(({ name }) => name))
    .toEqual(["queue"]);
});

test("an app's page tells its port, and for how long nothing answered at the last switch", async () => {
  const { id } = await stage().makeApp("restarted");
  await db.update(apps).set({ startCommand: "node server.js", port: 4242 }).where(eq(apps.id, id));
  await go(`${stage().apps}/${id}`);
  await page().getByText("4242, open for its own server alone").waitFor();
  await page().getByText("Known after its first deployment").waitFor();
  await becameLive(id);
  await go(`${stage().apps}/${id}`);
  await page().getByText("Restarted: nothing answered for 0.8 s at the last switch").waitFor();
  await expectAccessible(page());
});

test("an app that files are served of tells the directory that a web server needs", async () => {
  const { id, projectPath } = await stage().makeApp("files");
  await db.update(apps).set({ outputDirectory: "dist", directory: "packages/site" }).where(eq(apps.id, id));
  await go(`${stage().apps}/${id}`);
  await page().getByText(`${projectPath}/current/packages/site/dist`).waitFor();
});

test("removing an app offers to stop its service", async () => {
  const { id } = await stage().makeApp("stopped");
  await db.update(apps).set({ startCommand: "node server.js", port: 4243 }).where(eq(apps.id, id));
  await go(`${stage().apps}/${id}/settings`);
  await press("Remove the app");
  expect(await dialog().getByLabel("Stop its service").isChecked()).toBe(true);
  await expectAccessible(page());
  await dialog().getByLabel("Type stopped to confirm").fill("stopped");
  await expectFocus(page(), /^Type stopped/);
  await dialog()
    .getByRole("button", { name: /^Remove the app/ })
    .click();
  await page().getByRole("heading", { level: 1, name: "Shop" }).waitFor();
});

/** As a deployment does on a server without a front. */
async function becameLive(app: string): Promise<void> {
  const { id } = await queueDeployment(stage().owner, { app });
  await db.update(runs).set({ status: "completed" }).where(eq(runs.id, id));
  await db
    .update(deployments)
    .set({ isLive: true, releasedAt: new Date(), switch: "restart", gapMs: 800 })
    .where(eq(deployments.id, id));
}
