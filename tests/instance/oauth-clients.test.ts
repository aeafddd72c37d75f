import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { db } from "#db/index.ts";
import { oauthClients } from "#db/schema/integrations.ts";
import type { Actor } from "#lib/access/actor.ts";
import { parse } from "#lib/access/entry.ts";
import { listOAuthClients } from "#lib/instance/list-oauth-clients.ts";
import { ownsInstance } from "#lib/instance/owner.ts";
import { putOAuthClient, putOAuthClientInput } from "#lib/instance/put-oauth-client.ts";
import { removeOAuthClient } from "#lib/instance/remove-oauth-client.ts";
import { clientFor, knownClients } from "#lib/integrations/oauth-clients.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addKey, addPerson, makeWorld, type World } from "#tests/support/world.ts";

const secret = "canary-client-secret";

let world: World;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await db.delete(oauthClients);
});

const put = (input: object, actor: Actor = world.owner.actor) =>
  putOAuthClient(actor, parse(putOAuthClientInput, { clientId: "an-id", clientSecret: secret, ...input }));
const list = () => listOAuthClients(world.owner.actor, {});

test("a client is kept for its host, sealed, and no answer holds its secret", async () => {
  const made = await put({ provider: "gitlab", origin: "https://gitlab.example.com/" });
  expect(made).toMatchObject({
    provider: "gitlab",
    title: "GitLab",
    origin: "https://gitlab.example.com",
    clientId: "an-id",
    from: "settings",
    callbackUrl: "http://localhost:3000/api/oauth/gitlab/callback",
    registerUrl: expect.stringMatching(/^https:\/\/gitlab\.example\.com\//) as string,
  });
  expect(JSON.stringify([made, await list()])).not.toContain(secret);
  const {
    rows: [rows],
  } = await db.execute<{ all: string }>(sql`
    select (select string_agg(c::text, ' ') from oauth_clients c) || (select string_agg(a::text, ' ') from activity a) as all`);
  expect(rows?.all).not.toContain(secret);
  expect((await clientFor("gitlab", "https://gitlab.example.com:443"))?.clientSecret.reveal()).toBe(secret);
  expect(await clientFor("gitlab", "https://gitlab.com:443")).toBeNull();
});

test("one host has one client: the next takes its place", async () => {
  const first = await put({ provider: "github" });
  const second = await put({ provider: "github", clientId: "another-id" });
  expect(second).toMatchObject({ id: first.id, origin: "https://github.com", clientId: "another-id" });
  await put({ provider: "github", origin: "https://github.example.com" });
  expect((await list()).clients).toHaveLength(2);
});

test("a client from the environment wins, and is changed there alone", async () => {
  await put({ provider: "github" });
  vi.stubEnv("DEVPILOT_GITHUB_CLIENT_ID", "from-outside");
  vi.stubEnv("DEVPILOT_GITHUB_CLIENT_SECRET", "secret-from-outside");
  const { clients } = await list();
  expect(clients).toMatchObject([{ id: null, clientId: "from-outside", from: "environment", updatedAt: null }]);
  await expect(put({ provider: "github" })).rejects.toMatchObject({ fields: { provider: expect.anything() } });
  vi.stubEnv("DEVPILOT_GITHUB_URL", "https://github.example.com");
  expect((await knownClients()).map(({ origin }) => origin)).toEqual([
    "https://github.example.com:443",
    "https://github.com:443",
  ]);
});

test.each([
  ["DEVPILOT_GITLAB_CLIENT_ID", "DEVPILOT_GITLAB_CLIENT_SECRET"],
  ["DEVPILOT_GITLAB_CLIENT_SECRET", "DEVPILOT_GITLAB_CLIENT_ID"],
  ["DEVPILOT_GITLAB_URL", "DEVPILOT_GITLAB_CLIENT_ID"],
])("%s alone is an error that names what is missing", async (given, missing) => {
  vi.stubEnv(given, "https://gitlab.example.com");
  await expect(list()).rejects.toThrow(`${missing} is missing`);
});

test.each([
  ["provider", { provider: "https" }],
  ["origin", { provider: "gitlab", origin: "http://gitlab.example.com" }],
  ["origin", { provider: "bitbucket", origin: "https://bitbucket.example.com" }],
  ["clientSecret", { provider: "github", clientSecret: "" }],
  ["clientId", { provider: "github", clientId: " " }],
])("a wrong %s is refused beside it", async (field, input) => {
  const putting = async () => put(input);
  await expect(putting()).rejects.toMatchObject({ fields: { [field]: expect.any(String) as string } });
});

test("the instance is its owner's alone: to other Owners there is nothing", async () => {
  const { id } = await put({ provider: "github" });
  const owner = (await addPerson(world.workspace.id, "owner")).actor;
  expect([await ownsInstance(world.owner.actor), await ownsInstance(owner)]).toEqual([true, false]);
  const absent = { kind: "not_found" };
  await expect(listOAuthClients(owner, {})).rejects.toMatchObject(absent);
  await expect(put({ provider: "github" }, owner)).rejects.toMatchObject(absent);
  await expect(removeOAuthClient(owner, { client: id ?? "" })).rejects.toMatchObject(absent);
  const admin = (await addPerson(world.workspace.id, "admin")).actor;
  await expect(listOAuthClients(admin, {})).rejects.toMatchObject({ kind: "forbidden" });
  const key = await (await addKey(world.owner)).holder();
  expect((await listOAuthClients(key, {})).clients).toHaveLength(1);
});

test("a removed client is gone; one that is not there is not found", async () => {
  const { id } = await put({ provider: "github" });
  await removeOAuthClient(world.owner.actor, { client: id ?? "" });
  expect((await list()).clients).toEqual([]);
  for (const client of [id ?? "", "no-id"])
    await expect(removeOAuthClient(world.owner.actor, { client })).rejects.toMatchObject({ kind: "not_found" });
});

test("two who register one host at once leave one client, and no error", async () => {
  const register = () => put({ provider: "gitlab", origin: "https://twice.example.com" });
  const made = await Promise.all([register(), register(), register()]);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await db.$count(oauthClients)).toBe(1);
});
