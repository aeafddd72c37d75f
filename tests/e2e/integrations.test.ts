import { describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { users } from "#db/schema/users.ts";
import { integrations } from "#db/schema/integrations.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { visit } from "#tests/e2e/support/browser.ts";
import { walkThroughIntegrations } from "#tests/e2e/support/integration-stage.ts";
import { addPerson } from "#tests/support/world.ts";

const { stage, page, openAs, settings, go, press, follow, alert, heading, card, said } = walkThroughIntegrations();

const button = (name: string) => page().getByRole("button", { name, exact: true });
const dialog = () => page().getByRole("dialog").filter({ visible: true });
const consent = (answer: "Authorize" | "Cancel") => page().getByRole("button", { name: answer }).click();
const row = (title: string, name: string) => card(title).getByRole("listitem").filter({ hasText: name });

describe("the page of integrations", () => {
  test("has three groups, and says of what can't be connected yet who can set it up", async () => {
    await go("integrations");
    for (const name of ["Source control", "Cloud providers", "Notification channels"]) await heading(name);
    expect(await page().getByText("Coming soon").count()).toBe(12);
    await card("GitHub").getByRole("link", { name: "Connect GitHub" }).waitFor();
    await said("Ask the owner of this Devpilot to register it with GitLab.");
    await expectAccessible(page());
    await page().getByRole("link", { name: "Connect GitLab" }).click();
    await said("Not set up yet.");
    await heading("With a");
    await expectAccessible(page());
  });

  test("shows in words what is wrong, and nothing that an address makes up", async () => {
    await go("integrations?problem=%3Cscript%3Ealert(1)%3C/script%3E");
    expect(await page().getByText("alert(1)").count()).toBe(0);
    expect((await go("integrations/new/nowhere"))?.status()).toBe(404);
    expect((await go("integrations/not-an-id"))?.status()).toBe(404);
  });
});

describe("the instance's settings", () => {
  test("are not there for who owns no instance, and for its owner register an application", async () => {
    expect((await go("instance"))?.status()).toBe(404);
    await go("integrations");
    expect(await page().getByRole("link", { name: "Instance" }).count()).toBe(0);

    await db.update(users).set({ ownsInstance: true }).where(eq(users.id, stage().world.owner.userId));
    await go("integrations");
    await follow("Set up GitLab");
    await heading("GitHub");
    await said("DEVPILOT_GITHUB_CLIENT_ID");
    await said(`${stage().web.url}/api/oauth/gitlab/callback`);
    await expectAccessible(page());

    const gitlab = page().locator("#gitlab");
    await gitlab.getByLabel("Host").fill(`${stage().gitlab.url}/path`);
    await gitlab.getByLabel("Client ID").fill(stage().gitlab.client.id);
    await gitlab.getByLabel("Client secret").fill(stage().gitlab.client.secret);
    await gitlab.getByRole("button", { name: "Save" }).click();
    await alert("without a path");
    await expectAccessible(page());
    await gitlab.getByLabel("Host").fill(stage().gitlab.url);
    await gitlab.getByRole("button", { name: "Save" }).click();
    await gitlab.getByText(stage().gitlab.client.id).waitFor();
    await expectAccessible(page());
    expect(await page().content()).not.toContain(stage().gitlab.client.secret);
  });
});

describe("connecting", () => {
  test.each([
    ["GitHub", "github"],
    ["GitLab", "gitlab"],
    ["Bitbucket", "bitbucket"],
  ] as const)("%s by its consent page", async (title, provider) => {
    await go("integrations");
    await follow(`Connect ${title}`);
    await page().getByRole("list", { name: "Devpilot asks for" }).waitFor();
    await expectAccessible(page());
    await press(`Continue to ${title}`);
    await page().waitForURL(`${stage()[provider].url}/**`);
    await consent("Authorize");
    await page().waitForURL(settings("integrations/*"));
    await said("Connected");
    await said("ana");
    await expectAccessible(page());
  });

  test("nothing is connected when the consent is refused, and the page says so", async () => {
    await go("integrations/new/github");
    await press("Continue to GitHub");
    await consent("Cancel");
    await page().waitForURL(/integrations\?problem=/);
    await alert("Nothing was connected");
    await expectAccessible(page());
    expect(await card("GitHub").getByRole("listitem").count()).toBe(1);
  });

  test("a second account stands beside the first", async () => {
    stage().github.signIn("bob");
    await go("integrations");
    await follow("Connect another GitHub");
    await press("Continue to GitHub");
    await consent("Authorize");
    await page().waitForURL(settings("integrations/*"));
    await go("integrations");
    await row("GitHub", "ana").waitFor();
    await row("GitHub", "bob").waitFor();
    stage().github.signIn("ana");
    await expectAccessible(page());
  });

  test("GitLab by a personal access token, once it is the right one", async () => {
    await go("integrations/new/gitlab");
    const token = page().getByRole("textbox", { name: "Token" });
    await page().getByRole("textbox", { name: "Host" }).fill(stage().gitlab.url);
    await token.fill("glpat-wrong");
    await press("Check and connect");
    await page().getByRole("alert").first().waitFor();
    await expectAccessible(page());
    const personal = stage().gitlab.tokenFor("carol", ["api"], { personal: true });
    await token.fill(personal);
    await press("Check and connect");
    await page().waitForURL(settings("integrations/*"));
    await said("carol");
    expect(await page().content()).not.toContain(personal);
  });

  test("Git over HTTPS, with a wrong password first", async () => {
    const { https, repository } = stage();
    await go("integrations/new/https");
    await expectAccessible(page());
    await page().getByRole("textbox", { name: "Name", exact: false }).first().fill("Our git");
    await page().getByRole("textbox", { name: "URL of a repository" }).fill(`${https.url}/${repository.name}.git`);
    await page().getByRole("textbox", { name: "User name" }).fill("ana");
    await page().getByRole("textbox", { name: "Password or token" }).fill("wrong");
    await press("Check and connect");
    await page().getByRole("alert").first().waitFor();
    await expectAccessible(page());
    await page().getByRole("textbox", { name: "Password or token" }).fill("right");
    await press("Check and connect");
    await page().waitForURL(/integrations\/[0-9a-f-]{36}$/);
    await said("Connected");
    await expectAccessible(page());
  });

  test("Git over SSH: refused until the key is there, then the host's own key is pinned", async () => {
    const { ssh, repository } = stage();
    await go("integrations/new/ssh");
    await expectAccessible(page());
    await page().getByRole("textbox", { name: "Name" }).fill("Over SSH");
    await page()
      .getByRole("textbox", { name: "SSH URL" })
      .fill(ssh.urlOf(`${repository.name}.git`));
    await press("Make the key pair");
    const publicKey = await page()
      .getByText(/^ssh-ed25519 /)
      .innerText();
    await said("Waiting for its key");
    await expectAccessible(page());
    await button("Test").click();
    await page().locator("[aria-live]").getByText(/key/).first().waitFor();
    await expectAccessible(page());

    ssh.authorize(publicKey);
    await button("Test").click();
    await said("Connected");
    await said(ssh.sshd.hostKeyFingerprint);
    await expectAccessible(page());
  });
});

describe("an account that is connected", () => {
  test("is limited to a project, and renamed", async () => {
    await go("integrations");
    await row("GitHub", "bob").getByRole("link").click();
    await page()
      .getByRole("radio", { name: /Only some projects/ })
      .check();
    await button("Save").first().click();
    await alert(/./);
    await page().getByRole("checkbox", { name: stage().world.project.name }).check();
    await button("Save").first().click();
    await page().getByText("Saved", { exact: true }).first().waitFor();
    await page().getByRole("textbox", { name: "Name" }).fill("Bob’s account");
    await button("Save").last().click();
    await heading("Bob’s account");
    await go("integrations");
    await row("GitHub", "Bob’s account").getByText(`Only ${stage().world.project.name}`).waitFor();
  });

  test("is refreshed by hand", async () => {
    const before = stage().gitlab.refreshes;
    await go("integrations");
    await row("GitLab", "ana").getByRole("link").click();
    await button("Refresh token").click();
    await said("The token is fresh.");
    expect(stage().gitlab.refreshes).toBe(before + 1);
    await button("Test").click();
    await said("It works.");
    await expectAccessible(page());
  });

  test("that was revoked on the host needs reconnecting, and is authorised again in place", async () => {
    stage().github.revoke("ana");
    await go("integrations");
    await row("GitHub", "ana").getByRole("link").click();
    const address = page().url();
    await button("Test").click();
    await said("It needs to be connected again");
    await expectAccessible(page());

    await visit(page(), `${stage().web.url}/w/${stage().world.workspace.slug}`);
    await said("Needs reconnecting");
    await expectAccessible(page());
    await follow("Reconnect");
    await page().waitForURL(address);
    await button("Reconnect").click();
    await consent("Authorize");
    await page().waitForURL(address);
    await said("Connected");
    expect(await page().getByText("It needs to be connected again").count()).toBe(0);
  });

  test("that was given less than is asked says what is missing", async () => {
    stage().github.limitScopes(["read:user"]);
    await go("integrations");
    await row("GitHub", "ana").getByRole("link").click();
    await button("Re-authorise").click();
    await consent("Authorize");
    await said("It was given less than it needs");
    await page().getByText("not granted").waitFor();
    await expectAccessible(page());
    stage().github.limitScopes(null);
  });

  test("that the host limits says until when", async () => {
    await go("integrations");
    await row("Bitbucket", "ana").getByRole("link").click();
    stage().bitbucket.setFault({ kind: "429", retryAfter: 600 });
    await button("Test").click();
    await said("Rate limited");
    await expectAccessible(page());
    stage().bitbucket.setFault(null);
  });

  test("is removed after a question that lists what will miss it", async () => {
    await go("integrations");
    await row("Git over HTTPS", "Our git").getByRole("link").click();
    await button("Remove").click();
    await dialog().getByRole("heading", { name: "Remove Our git?" }).waitFor();
    await expectAccessible(page());
    await dialog().getByRole("button", { name: "Remove" }).click();
    await page().waitForURL(settings("integrations"));
    await expect.poll(() => page().getByText("Our git").count()).toBe(0);
    expect(await db.select().from(integrations).where(eq(integrations.name, "Our git"))).toMatchObject([
      { credential: null },
    ]);
  });
});

test("an Admin connects accounts but sets up no host, and a Member sees none of it", async () => {
  const admin = await openAs(await addPerson(stage().world.workspace.id, "admin"));
  await visit(admin.page, settings("integrations"));
  expect(await admin.page.getByRole("link", { name: "Instance" }).count()).toBe(0);
  expect((await visit(admin.page, settings("instance")))?.status()).toBe(403);
  await admin.context.close();
  const member = await openAs(await addPerson(stage().world.workspace.id, "member"));
  for (const path of ["integrations", "integrations/new/github", "instance"])
    expect((await visit(member.page, settings(path)))?.status(), path).toBe(403);
  await member.context.close();
});
