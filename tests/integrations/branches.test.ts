import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parse } from "#lib/access/entry.ts";
import { listRemoteBranches, listRemoteBranchesInput } from "#lib/integrations/branches.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { startGitHub } from "#tests/peers/github.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addIntegration } from "#tests/support/integration.ts";
import { buildWorld, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let hub: GitService;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  hub = await startGitHub();
  afterAll(() => hub.stop());
  hub.addUser("ana");
  hub.addUser("bo");
  await hub.addRepository({ path: "acme/shop", members: { ana: "admin" }, defaultBranch: "trunk" });
  await hub.addRepository({ path: "acme/empty", members: { ana: "read" }, isEmpty: true });
  await hub.addRepository({ path: "bo/secret", members: { bo: "admin" } });
});

afterEach(() => hub.setFault(null));

const connect = (over: Parameters<typeof addIntegration>[1] = {}) =>
  addIntegration(world.workspace.id, { origin: hub.url, token: hub.tokenFor("ana"), ...over });

function branches(integration: { id: string }, repository: string) {
  const given = { project: world.project.id, integration: integration.id, repository };
  return listRemoteBranches(world.owner.actor, parse(listRemoteBranchesInput, given));
}

test("branches are those of now, the default one first and then by name", async () => {
  const integration = await connect();
  for (const branch of ["wip", "a/first"]) await hub.push("acme/shop", branch, { "index.html": branch });
  const before = await branches(integration, "acme/shop");
  expect([before.defaultBranch, ...before.branches.map(({ name }) => name)]).toEqual([
    "trunk",
    "trunk",
    "a/first",
    "wip",
  ]);
  const { after } = await hub.push("acme/shop", "trunk", { "index.html": "two" });
  expect((await branches(integration, "acme/shop")).branches[0]).toEqual({ name: "trunk", commit: after });
  expect((await branches(integration, "acme/empty")).branches).toEqual([]);
});

test("a repository that the account can't see is refused with the account and the right that is missing", async () => {
  const integration = await connect();
  for (const path of ["bo/secret", "acme/none"]) {
    const refusal = {
      kind: "rejected",
      message: expect.stringMatching(/^ana can't see .* on GitHub\. .*repo/) as string,
    };
    await expect(branches(integration, path)).rejects.toMatchObject(refusal);
  }
});

test("a path that leads elsewhere on the host is refused before anybody is asked", async () => {
  const integration = await connect();
  const calls = hub.requests.length;
  for (const path of [
    "../../user",
    "acme/..",
    "acme",
    "acme/shop?x=1",
    "acme/shop#x",
    "acme//shop",
    "/acme/shop",
    "",
  ]) {
    await expect(async () => branches(integration, path)).rejects.toMatchObject({
      fields: { repository: expect.any(String) as string },
    });
  }
  expect(hub.requests.length).toBe(calls);
});

test("a refused token makes the integration say that it needs reconnecting", async () => {
  const integration = await connect({ token: "gho_nobody" });
  await expect(branches(integration, "acme/shop")).rejects.toMatchObject({ kind: "rejected" });
  await expect(branches(integration, "acme/shop")).rejects.toMatchObject({
    kind: "conflict",
    message: expect.stringContaining("needs reconnecting") as string,
  });
});

test("what fails on the host is told in words and never looks like no branches", async () => {
  for (const kind of ["429", "500", "html", "cut"] as const) {
    const integration = await connect();
    hub.setFault({ kind });
    await expect(branches(integration, "acme/shop")).rejects.toMatchObject({ kind: "unavailable" });
  }
});

test("integrations that the project may not use, and ones without an API, list nothing", async () => {
  const theirs = await buildWorld("Elsewhere");
  const foreign = await addIntegration(theirs.workspace.id);
  const limited = await connect({ isLimited: true });
  for (const one of [foreign, limited, { id: "nonsense" }]) {
    await expect(branches(one, "acme/shop")).rejects.toMatchObject({ kind: "not_found" });
  }
  const key = await connect({ provider: "ssh", origin: "ssh://git.example.com:22", subject: null });
  await expect(branches(key, "acme/shop")).rejects.toMatchObject({ kind: "conflict" });
});
