import { describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { db } from "#db/index.ts";
import { users } from "#db/schema/users.ts";
import { expectAccessible } from "#tests/e2e/support/axe.ts";
import { visit } from "#tests/e2e/support/browser.ts";
import { accountPage, walkThroughIntegrations } from "#tests/e2e/support/integration-stage.ts";
import { addPerson } from "#tests/support/world.ts";

const { stage, page, openAs, settings, go, consent, press, follow, alert, heading, card, said } =
  walkThroughIntegrations("GITLAB", "BITBUCKET");

const button = (name: string) => page().getByRole("button", { name, exact: true });
const row = (title: string, name: string) => card(title).getByRole("listitem").filter({ hasText: name });

describe("the page of integrations", () => {
  test("has three groups, and says of what can't be connected yet who can set it up", async () => {
    await go("integrations");
    for (const name of ["Source control", "Cloud providers", "Notification channels"]) await heading(name);
    expect(await page().getByText("Coming soon").count()).toBe(12);
    await card("GitLab").getByRole("link", { name: "Connect GitLab" }).waitFor();
    await card("GitHub").getByText("Ask the owner of this Devpilot to register it with GitHub.").waitFor();
    expect(await card("GitHub").getByRole("link").count()).toBe(0);
    await expectAccessible(page());
    await go("integrations/new/github");
    await said("Not set up yet.");
    expect(await page().getByRole("button", { name: "Continue" }).count()).toBe(0);
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
    await follow("Set up GitHub");
    await heading("GitLab");
    await said("DEVPILOT_GITLAB_CLIENT_ID");
    await said(`${stage().web.url}/api/oauth/github/callback`);
    await expectAccessible(page());

    const github = page().locator("#github");
    await github.getByLabel("Host").fill(`${stage().github.url}/path`);
    await github.getByLabel("Client ID").fill(stage().github.client.id);
    await github.getByLabel("Client secret").fill(stage().github.client.secret);
    await github.getByRole("button", { name: "Save" }).click();
    await alert("without a path");
    await expectAccessible(page());
    await github.getByLabel("Host").fill(stage().github.url);
    await github.getByRole("button", { name: "Save" }).click();
    await github.getByText(stage().github.client.id).waitFor();
    await expectAccessible(page());
    expect(await page().content()).not.toContain(stage().github.client.secret);
  });
});

describe("connecting", () => {
  test.each(["GitHub", "GitLab", "Bitbucket"])("%s by its consent page", async (title) => {
    await go("integrations");
    await follow(`Connect ${title}`);
    await page().getByRole("list", { name: "Devpilot asks for" }).waitFor();
    await expectAccessible(page());
    await consent(title);
    await said("Connected");
    await said("ana");
    await expectAccessible(page());
  });

  test("nothing is connected when the consent is refused, and the page says so", async () => {
    await go("integrations/new/github");
    await press("Continue to GitHub");
    await page().getByRole("button", { name: "Cancel" }).click();
    await page().waitForURL(/integrations\?problem=/);
    await alert("Nothing was connected");
    await expectAccessible(page());
    expect(await card("GitHub").getByRole("listitem").count()).toBe(1);
  });

  test("a second account stands beside the first", async () => {
    stage().github.signIn("bob");
    await go("integrations");
    await follow("Connect another GitHub");
    await consent("GitHub");
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
    await alert("GitLab refuses the token");
    await expectAccessible(page());
    const personal = stage().gitlab.tokenFor("carol", ["api"], { personal: true });
    await token.fill(personal);
    await press("Check and connect");
    await page().waitForURL(accountPage);
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
    await alert("refused the user name and password");
    await expectAccessible(page());
    await page().getByRole("textbox", { name: "Password or token" }).fill("right");
    await press("Check and connect");
    await page().waitForURL(accountPage);
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
    await said("refused the key: Permission denied");
    await expectAccessible(page());

    ssh.authorize(publicKey);
    await button("Test").click();
    await said("Connected");
    await said(ssh.sshd.hostKeyFingerprint);
    await expectAccessible(page());
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
