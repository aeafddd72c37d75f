import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { db } from "#db/index.ts";
import { activity } from "#db/schema/activity.ts";
import { integrations, oauthStates } from "#db/schema/integrations.ts";
import { rateLimits } from "#db/schema/instance.ts";
import { Failure } from "#lib/failure.ts";
import { removeOAuthClient } from "#lib/instance/remove-oauth-client.ts";
import { openToken } from "#lib/integrations/credential.ts";
import { findIntegration } from "#lib/integrations/find.ts";
import { finishOAuth } from "#lib/integrations/finish-oauth.ts";
import { type ServiceName, serviceNames, services } from "#lib/integrations/git/index.ts";
import { wordsOfProblem } from "#lib/integrations/oauth-problems.ts";
import { removeIntegration } from "#lib/integrations/remove.ts";
import { consentCookie, startOAuth } from "#lib/integrations/start-oauth.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { actorOf, addPerson, buildWorld, makeWorld, setRole, type World } from "#tests/support/world.ts";
import { connect, connected, consent, register, registeredHost } from "./consent.ts";

let world: World;
const hosts = {} as Record<ServiceName, GitService>;

beforeAll(async () => {
  await freshDatabase();
  process.env.DEVPILOT_PRIVATE_HOSTS = "127.0.0.1";
  world = await makeWorld();
  for (const name of serviceNames) hosts[name] = await registeredHost(world, name);
});

afterEach(async () => {
  await db.delete(rateLimits);
  for (const service of Object.values(hosts)) {
    service.setFault(null);
    service.limitScopes(null);
    service.signIn("ana");
  }
});

const actor = () => world.owner.actor;
const find = (integration: string) => findIntegration(actor(), { integration });
const actionsOn = async (id: string) =>
  (await db.select().from(activity).where(eq(activity.resourceId, id)).orderBy(activity.id)).map(
    ({ action }) => action,
  );

/** Brings a consent back, with something about it changed. */
async function bring(service: GitService, over: Partial<Parameters<typeof finishOAuth>[0]>) {
  const { parameters, browser } = await consent(actor(), { service });
  const callback = { provider: service.provider, parameters, browser, memberOf: async () => actor() };
  return finishOAuth({ ...callback, ...over });
}

describe.each(serviceNames)("%s", (name) => {
  test("a consent connects the account, with every scope that was asked for", async () => {
    const service = hosts[name];
    const id = await connected(actor(), service);
    const integration = await find(id);
    expect(integration).toMatchObject({
      provider: name,
      name: "ana",
      account: "ana",
      origin: service.url,
      state: "connected",
      way: "oauth",
      missingScopes: [],
      canRefresh: name !== "github",
    });
    expect(integration.scopes.length).toBeGreaterThan(0);
    expect(integration.scopes.every(({ isGranted }) => isGranted)).toBe(true);
    expect(await actionsOn(id)).toEqual(["integration.connected"]);
    expect(service.violations).toEqual([]);
  });

  test("the same account again is authorised in place; another account is another integration", async () => {
    const service = hosts[name];
    const first = await connected(actor(), service);
    expect(await connected(actor(), service)).toBe(first);
    expect((await actionsOn(first)).at(-1)).toBe("integration.reauthorised");
    service.addUser("ben");
    service.signIn("ben");
    expect(await connected(actor(), service)).not.toBe(first);
  });

  test("scopes that were not granted are named", async () => {
    const service = hosts[name];
    const { scopes } = (await services[name]()).oauth;
    const kept = name === "bitbucket" ? "account" : (scopes.at(-1)?.name ?? "");
    service.limitScopes(name === "gitlab" ? ["read_user", "read_api"] : [kept]);
    const finished = await connect(actor(), { service });
    if (!("integration" in finished)) return expect(finished.problem).toBe("right_missing");
    const integration = await find(finished.integration);
    expect(integration.missingScopes.length).toBeGreaterThan(0);
    expect(integration.scopes.filter(({ isGranted }) => !isGranted).map((one) => one.name)).toEqual(
      integration.missingScopes,
    );
  });

  test.each([
    [{ kind: "429", retryAfter: 5 }, "busy"],
    [{ kind: "500" }, "away"],
    [{ kind: "html" }, "away"],
    [{ kind: "cut" }, "away"],
  ] as const)("%o at the token endpoint connects nothing, and is said in words", async (fault, problem) => {
    const service = hosts[name];
    const { parameters, browser } = await consent(actor(), { service });
    const before = await db.$count(integrations);
    service.setFault(fault);
    const finished = await finishOAuth({ provider: name, parameters, browser, memberOf: async () => actor() });
    expect(finished).toEqual({ workspace: world.workspace.slug, problem });
    expect(wordsOfProblem(problem)).toMatch(/\.$/);
    expect(await db.$count(integrations)).toBe(before);
  });
});

test("a consent that was not given says so", async () => {
  const finished = await connect(actor(), { service: hosts.github, decision: "cancel" });
  expect(finished).toEqual({ workspace: world.workspace.slug, problem: "denied" });
});

test("a state counts once", async () => {
  const { parameters, browser } = await consent(actor(), { service: hosts.github });
  const callback = { provider: "github", parameters, browser, memberOf: async () => actor() };
  expect(await finishOAuth(callback)).toHaveProperty("integration");
  expect(await finishOAuth(callback)).toEqual({ workspace: null, problem: "too_old" });
});

test("ten callbacks with one state at once connect once", async () => {
  const { parameters, browser } = await consent(actor(), { service: hosts.gitlab });
  const callback = { provider: "gitlab", parameters, browser, memberOf: async () => actor() };
  const finished = await Promise.all(Array.from({ length: 10 }, () => finishOAuth(callback)));
  expect(finished.filter((one) => "integration" in one)).toHaveLength(1);
});

test("only its browser may bring a state back, only at its provider, and only in ten minutes", async () => {
  const tooOld = { workspace: null, problem: "too_old" };
  expect(await bring(hosts.github, { browser: null })).toEqual(tooOld);
  expect(await bring(hosts.github, { browser: "another browser's" })).toEqual(tooOld);
  expect(await bring(hosts.github, { provider: "gitlab" })).toEqual(tooOld);
  expect(await bring(hosts.github, { parameters: new URLSearchParams({ code: "x", state: "y" }) })).toEqual(tooOld);
  expect(await bring(hosts.github, { parameters: new URLSearchParams() })).toEqual(tooOld);
  const { parameters, browser } = await consent(actor(), { service: hosts.github });
  await db.update(oauthStates).set({ expiresAt: sql`now() - interval '1 second'` });
  expect(await finishOAuth({ provider: "github", parameters, browser, memberOf: async () => actor() })).toEqual(tooOld);
});

test("a consent in another tab leaves the first one's cookie alone", async () => {
  const begun = [await consent(actor(), { service: hosts.github }), await consent(actor(), { service: hosts.gitlab })];
  const jar = new Map(begun.map(({ cookie }) => [cookie.name, cookie.value]));
  for (const [at, provider] of (["github", "gitlab"] as const).entries()) {
    const parameters = begun[at]?.parameters ?? new URLSearchParams();
    const browser = jar.get(consentCookie(parameters.get("state") ?? "").name) ?? null;
    const finished = await finishOAuth({ provider, parameters, browser, memberOf: async () => actor() });
    expect(finished).toHaveProperty("integration");
  }
});

test("somebody else who is signed in meanwhile gets nothing", async () => {
  const other = await addPerson(world.workspace.id, "admin");
  const finished = await bring(hosts.github, { memberOf: async () => other.actor });
  expect(finished).toMatchObject({ problem: "signed_out" });
  const nobody = () => Promise.reject(new Failure("unauthenticated", "Your session has ended."));
  expect(await bring(hosts.github, { memberOf: nobody })).toMatchObject({ problem: "signed_out" });
});

test("an error of ours is no page of its own: it is logged, and the page says so", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const finished = await bring(hosts.github, { memberOf: () => Promise.reject(new TypeError("a bug")) });
  expect(finished).toMatchObject({ problem: "unexpected" });
  expect(String(logged.mock.lastCall?.[0])).toMatch(/^\[ref /);
  logged.mockRestore();
});

test("who may not manage integrations any more connects nothing, and can't begin", async () => {
  const person = await addPerson(world.workspace.id, "admin");
  const { parameters, browser } = await consent(person.actor, { service: hosts.github });
  await setRole(person, "member");
  const memberOf = () => actorOf(world.workspace.id, person.userId);
  const finished = await finishOAuth({ provider: "github", parameters, browser, memberOf });
  expect(finished).toMatchObject({ problem: "not_permitted" });
  await expect(startOAuth(await memberOf(), { provider: "github" })).rejects.toMatchObject({ kind: "forbidden" });
});

test("nothing of a begun consent is kept in the clear, and the host sees a challenge only", async () => {
  const { parameters, browser, url, cookie } = await consent(actor(), { service: hosts.github });
  const {
    rows: [row],
  } = await db.execute<{ all: string }>(sql`select string_agg(s::text, ' ') as all from oauth_states s`);
  for (const secret of [parameters.get("state") ?? "", browser]) {
    expect(secret.length).toBeGreaterThanOrEqual(43);
    expect(row?.all).not.toContain(secret);
    expect(row?.all).not.toContain(Buffer.from(secret).toString("hex"));
  }
  const asked = new URL(url).searchParams;
  expect([asked.get("code_challenge_method"), asked.get("scope")]).toEqual(["S256", "repo read:user"]);
  expect(asked.get("redirect_uri")).toBe("http://localhost:3000/api/oauth/github/callback");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/api/oauth", secure: false, maxAge: 600 });
});

test("tokens lie sealed, and no answer or activity holds them", async () => {
  const id = await connected(actor(), hosts.gitlab);
  const [row] = await db.select().from(integrations).where(eq(integrations.id, id));
  if (!row) throw new Error("no row");
  const { access_token, refresh_token } = openToken(row);
  const {
    rows: [everything],
  } = await db.execute<{ all: string }>(
    sql`select (select string_agg(i::text, ' ') from integrations i) || (select string_agg(a::text, ' ') from activity a) as all`,
  );
  for (const token of [access_token, refresh_token ?? ""]) {
    expect(everything?.all).not.toContain(token);
    expect(JSON.stringify(await find(id))).not.toContain(token);
  }
});

describe("authorising again in place", () => {
  test("mends an integration that needs reconnecting", async () => {
    const service = hosts.bitbucket;
    const integration = await connected(actor(), service);
    await db
      .update(integrations)
      .set({ state: "needs_reconnecting", stateReason: "Revoked." })
      .where(eq(integrations.id, integration));
    expect(await connect(actor(), { service, integration })).toMatchObject({ integration });
    expect(await find(integration)).toMatchObject({ state: "connected", stateReason: null });
  });

  test("refuses another account, and leaves everything as it was", async () => {
    const service = hosts.bitbucket;
    const integration = await connected(actor(), service);
    const before = await db.select().from(integrations);
    service.addUser("eve");
    service.signIn("eve");
    expect(await connect(actor(), { service, integration })).toMatchObject({ problem: "other_account" });
    expect(await db.select().from(integrations)).toEqual(before);
  });

  test("does not bring back what was removed meanwhile, and finds nothing of another workspace", async () => {
    const service = hosts.github;
    service.addUser("ida");
    service.signIn("ida");
    const integration = await connected(actor(), service);
    const { parameters, browser } = await consent(actor(), { service, integration });
    await removeIntegration(actor(), { integration, deleteWebhooks: false });
    const finished = await finishOAuth({ provider: "github", parameters, browser, memberOf: async () => actor() });
    expect(finished).toMatchObject({ problem: "gone" });
    const other = (await buildWorld("Elsewhere")).owner;
    const foreign = startOAuth(other.actor, { provider: "github", integration });
    await expect(foreign).rejects.toMatchObject({ kind: "not_found" });
  });
});

test("a person begins 30 consents a minute at most", async () => {
  const begin = () => startOAuth(actor(), { provider: "github" });
  for (let count = 0; count < 30; count += 1) await begin();
  await expect(begin()).rejects.toMatchObject({ kind: "too_many" });
});

test("a wrong client secret is said to be the operator's to mend", async () => {
  await register(world, hosts.github, "wrong");
  expect(await connect(actor(), { service: hosts.github })).toMatchObject({ problem: "client_refused" });
  const again = await register(world, hosts.github);
  const { parameters, browser } = await consent(actor(), { service: hosts.github });
  await removeOAuthClient(actor(), { client: again.id ?? "" });
  const finished = await finishOAuth({ provider: "github", parameters, browser, memberOf: async () => actor() });
  expect(finished).toMatchObject({ problem: "client_gone" });
  await expect(consent(actor(), { service: hosts.github })).rejects.toThrow(/is not registered with GitHub/);
});

test("no address can put words on the page", () => {
  expect(wordsOfProblem("Call +1 555 0100")).toBeNull();
  expect(wordsOfProblem("constructor")).toBeNull();
  expect(wordsOfProblem(undefined)).toBeNull();
});
