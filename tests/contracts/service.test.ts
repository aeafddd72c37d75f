import { inspect } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { serviceNames, services } from "#lib/integrations/git/index.ts";
import type { GitClient, RemoteRepository, StatusReport } from "#lib/integrations/git/service.ts";
import { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { clientOf, hosts, secondsTo } from "#tests/contracts/service-hosts.ts";
import type { GitService } from "#tests/peers/git-service/service.ts";
import { later } from "#tests/support/later.ts";

const hookUrl = "http://127.0.0.1:9/api/webhooks/x/abc";
const secret = Secret.of("canary-webhook-secret-81c5a0b94a7e");
const absent = "0123456789abcdef0123456789abcdef01234567";

vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");

describe.each(serviceNames)("%s", async (provider) => {
  const facts = hosts[provider];
  const service = await services[provider]();
  const specification = await facts.specification();
  let host: GitService;
  let token: string;
  let client: GitClient;

  beforeAll(async () => {
    host = await facts.start(specification === null || typeof specification === "string" ? {} : { specification });
    later(() => host.stop());
    host.addUser("ana");
    host.addUser("bo");
    await host.addRepository({ path: "acme/shop", members: { ana: "admin", bo: "read" } });
    await host.addRepository({ path: "acme/new", members: { ana: "admin" }, isEmpty: true });
    await host.addRepository({ path: "other/secret", members: { bo: "admin" } });
    token = host.tokenFor("ana");
    client = await clientOf(provider, host, token);
  });

  const failure = async (work: Promise<unknown>): Promise<GitTrouble> => {
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof GitTrouble)) throw new Error(`expected trouble, got ${inspect(error)}`);
    expect(error.message).not.toContain(token);
    return error;
  };
  const all = async (from: GitClient): Promise<RemoteRepository[]> => {
    const found: RemoteRepository[] = [];
    for await (const page of from.repositories()) found.push(...page);
    return found;
  };
  const report = (over: Partial<StatusReport>): StatusReport => ({
    commit: absent,
    branch: "main",
    state: "pending",
    description: "Waiting",
    url: "http://127.0.0.1:9/w/acme/apps/shop/deployments/1",
    context: "devpilot/shop",
    ref: null,
    ...over,
  });

  it("goes by the name it is registered under, and asks for its scopes with reasons", () => {
    expect(service.provider).toBe(provider);
    expect(service.oauth.scopes.every(({ reason }) => reason.length > 20)).toBe(true);
    const names = service.oauth.scopes.map(({ name }) => name);
    expect(service.missingScopes(names)).toEqual([]);
    expect(service.missingScopes([])).toEqual(names);
  });

  it("tells whose account it is", async () => {
    expect(await client.account()).toMatchObject({ login: "ana", subject: expect.stringMatching(/./) });
  });

  it("lists what the account belongs to, and nothing else", async () => {
    const found = await all(client);
    expect(found.map(({ path }) => path).toSorted()).toEqual(["acme/new", "acme/shop"]);
    const shop = found.find(({ path }) => path === "acme/shop");
    expect(shop).toMatchObject({ cloneUrl: `${host.url}/acme/shop.git`, webUrl: `${host.url}/acme/shop` });
    expect(shop).toMatchObject({ defaultBranch: "main", isPrivate: true, isArchived: false, isEmpty: false });
    expect(shop?.isAdmin).not.toBe(false);
    expect(shop?.activeAt).toBeInstanceOf(Date);
    expect(found.find(({ path }) => path === "acme/new")?.isEmpty).toBe(true);
  });

  it("shows one repository, and says what is missing for one that can't be seen", async () => {
    expect(await client.repository("acme/shop")).toMatchObject({ path: "acme/shop", isPrivate: true });
    for (const path of ["other/secret", "acme/absent"]) {
      const trouble = await failure(client.repository(path));
      expect(["not_found", "right_missing"]).toContain(trouble.trouble);
      expect(trouble.message).toContain(path);
      expect(trouble.message).toContain("scope");
    }
  });

  it("lists branches and finds the head of each, however it is named", async () => {
    const names = ["feature/checkout", "größe-ü", "fix#42", "a+b", "100%", "x&y=z", "deep/er/still"];
    for (const name of names) await host.push("acme/shop", name, { "name.txt": name });
    const branches = await client.branches("acme/shop");
    expect(branches.map(({ name }) => name).toSorted()).toEqual(["main", ...names].toSorted());
    for (const { name, commit } of branches) {
      const head = await client.head("acme/shop", name, null);
      expect(head).toMatchObject({ commit });
    }
  });

  it("answers that a head is unchanged, and with the new one after a push", async () => {
    const first = await client.head("acme/shop", "main", null);
    if (first === "unchanged") throw new Error("nothing was known");
    const again = await client.head("acme/shop", "main", first.etag);
    expect(first.etag === null ? again : "unchanged").toEqual(again);
    const { after } = await host.push("acme/shop", "main", { "a.txt": `${Date.now()}` });
    expect(await client.head("acme/shop", "main", first.etag)).toMatchObject({ commit: after });
  });

  it("knows a branch that is not there from a repository that can't be seen", async () => {
    expect(await client.head("acme/shop", "gone", null)).toEqual({ commit: null, etag: null });
    expect(await client.head("acme/new", "main", null)).toEqual({ commit: null, etag: null });
    expect((await failure(client.head("other/secret", "main", null))).message).toContain("other/secret");
  });

  it("lists no branch of an empty repository", async () => {
    expect(await client.branches("acme/new")).toEqual([]);
  });

  it("makes one hook for pushes, finds it by its address, gives it a new secret, and takes it away", async () => {
    const hooks = () => host.repository("acme/shop").hooks;
    const made = await client.putHook("acme/shop", { url: hookUrl, secret }, null);
    expect(made.url).toBe(hookUrl);
    expect(hooks()).toHaveLength(1);
    expect(hooks()[0]).toMatchObject({ url: hookUrl, secret: secret.reveal(), isActive: true, insecureSsl: false });
    expect(hooks()[0]?.events).toHaveLength(1);
    expect(hooks()[0]?.contentType).toBe("json");
    expect(await client.hooksTo("acme/shop", hookUrl)).toEqual([made]);
    expect(await client.hooksTo("acme/shop", `${hookUrl}x`)).toEqual([]);
    // The id was lost, as after a restored backup: it is found, not made twice.
    hooks()[0]!.isActive = !facts.switchesHooksOff;
    const again = await client.putHook("acme/shop", { url: hookUrl, secret: Secret.of("another-secret") }, null);
    expect(again).toEqual(made);
    expect(hooks()).toHaveLength(1);
    expect(hooks()[0]).toMatchObject({ secret: "another-secret", isActive: true });
    await client.removeHook("acme/shop", made.remoteId);
    expect(hooks()).toEqual([]);
    await client.removeHook("acme/shop", made.remoteId);
  });

  it("makes a new hook where the known one is gone, and leaves one of several", async () => {
    const path = "acme/shop";
    const first = await client.putHook(path, { url: hookUrl, secret }, null);
    await client.removeHook(path, first.remoteId);
    const second = await client.putHook(path, { url: hookUrl, secret }, first.remoteId);
    expect(second.remoteId).not.toBe(first.remoteId);
    const { hooks } = host.repository(path);
    hooks.unshift({ ...hooks[0]!, id: 900_001, uuid: "{9d0f5c3e-8d42-4a1b-9f53-4a7d2f0f2a11}", secret: "old" });
    await client.putHook(path, { url: hookUrl, secret }, second.remoteId);
    expect(hooks.map((hook) => hook.secret)).toEqual([secret.reveal()]);
    await client.removeHook(path, second.remoteId);
    expect(hooks).toEqual([]);
  });

  it("moves a hook to a new address of Devpilot", async () => {
    const made = await client.putHook("acme/shop", { url: hookUrl, secret }, null);
    const moved = await client.putHook("acme/shop", { url: `${hookUrl}/moved`, secret }, made.remoteId);
    expect(host.repository("acme/shop").hooks.map(({ url, secret: kept }) => [url, kept])).toEqual([
      [`${hookUrl}/moved`, secret.reveal()],
    ]);
    await client.removeHook("acme/shop", moved.remoteId);
  });

  it("names the right that webhooks take to an account that does not have it", async () => {
    const reader = await clientOf(provider, host, host.tokenFor("bo"));
    for (const work of [
      () => reader.putHook("acme/shop", { url: hookUrl, secret }, null),
      () => reader.hooksTo("acme/shop", hookUrl),
      () => reader.removeHook("acme/shop", "123"),
    ]) {
      const trouble = await failure(work());
      expect(trouble.trouble).toBe("right_missing");
      expect(trouble.message).toMatch(facts.rightForHooks);
    }
    const narrow = await clientOf(provider, host, host.tokenFor("ana", facts.narrow));
    expect((await failure(narrow.putHook("acme/shop", { url: hookUrl, secret }, null))).message).toContain("scope");
    expect(host.repository("acme/shop").hooks).toEqual([]);
  });

  it("tells how a deployment goes, in one status that changes", async () => {
    const { after } = await host.push("acme/shop", "main", { "b.txt": `${Date.now()}` });
    let ref: string | null = null;
    for (const state of ["pending", "running", "running", "failure"] as const)
      ref = await client.report("acme/shop", report({ commit: after, state, ref, description: "d".repeat(140) }));
    const { statuses, deployments } = host.repository("acme/shop");
    const last = statuses.filter(({ sha }) => sha === after).at(-1);
    expect(last).toMatchObject({ state: facts.failed, url: report({}).url });
    expect(last?.key).toBe("devpilot/shop");
    if (ref === null) return expect(deployments).toEqual([]);
    const [deployment] = deployments.filter(({ sha }) => sha === after);
    expect(deployment?.statuses.map(({ state }) => state)).toEqual(["queued", "in_progress", "in_progress", "failure"]);
    expect(deployments.filter(({ sha }) => sha === after)).toHaveLength(1);
  });

  it.each(["success", "cancelled"] as const)("reports %s, with a long name of the app too", async (state) => {
    const { after } = await host.push("acme/shop", "main", { "c.txt": `${Date.now()}${state}` });
    const context = `devpilot/${"a-very-long-name-".repeat(3)}shop`;
    await client.report("acme/shop", report({ commit: after, state, context }));
    expect(host.repository("acme/shop").statuses.filter(({ sha }) => sha === after)).toHaveLength(1);
  });

  it("says so when the commit is not there, or nobody may report on it", async () => {
    expect(["refused", "not_found"]).toContain((await failure(client.report("acme/shop", report({})))).trouble);
    const trouble = (await failure(client.report("other/secret", report({})))).trouble;
    expect(["not_found", "right_missing"]).toContain(trouble);
  });

  it("shows a commit's page", () => {
    expect(client.commitUrl("acme/shop", absent)).toBe(`${host.url}/acme/shop${facts.commitUrl}${absent}`);
    const repository = service.parse(`https://git.example.com:8443/acme/shop.git`);
    expect(repository.commitUrl(absent)).toBe(`https://git.example.com:8443/acme/shop${facts.commitUrl}${absent}`);
    expect(repository.commitUrl('main"><script>')).toBeNull();
  });

  it("hands git a user name and the token", () => {
    const access = service.access({ access_token: token, refresh_token: null, is_personal: false });
    expect(access.kind).toBe("basic");
    if (access.kind === "basic") expect(access.password.reveal()).toBe(token);
  });

  it("says that a token was refused, and what to do", async () => {
    const stranger = await clientOf(provider, host, "no-such-token-f00d");
    for (const work of [stranger.account(), all(stranger), stranger.branches("acme/shop")]) {
      const trouble = await failure(work);
      expect(trouble.trouble).toBe("token_refused");
      expect(trouble.message).toMatch(/Reconnect/);
      expect(trouble.message).not.toContain("no-such-token-f00d");
    }
  });

  describe("when the host misbehaves", () => {
    const works: [string, () => Promise<unknown>][] = [
      ["account", () => client.account()],
      ["repositories", () => all(client)],
      ["branches", () => client.branches("acme/shop")],
      ["head", () => client.head("acme/shop", "main", null)],
      ["hooksTo", () => client.hooksTo("acme/shop", hookUrl)],
      ["putHook", () => client.putHook("acme/shop", { url: hookUrl, secret }, null)],
      ["report", () => client.report("acme/shop", report({}))],
    ];
    const under = async (fault: Parameters<GitService["setFault"]>[0], work: () => Promise<unknown>) => {
      host.setFault(fault);
      try {
        return await failure(work());
      } finally {
        host.setFault(null);
      }
    };

    it.each(works)("%s waits as long as it is told, and at most an hour", async (_, work) => {
      const trouble = await under({ kind: "429", retryAfter: 90 }, work);
      expect(trouble.trouble).toBe("rate_limited");
      expect(secondsTo(trouble)).toBeGreaterThan(80);
      expect(secondsTo(trouble)).toBeLessThan(91);
      expect(secondsTo(await under({ kind: "429", retryAfter: 999_999 }, work))).toBeLessThan(3601);
    });

    it.each(works)(
      "%s calls a 500, a page and half an answer the host's trouble, never an empty answer",
      async (_, work) => {
        for (const kind of ["500", "html", "cut"] as const) {
          const trouble = await under({ kind }, work);
          expect(trouble.trouble).toBe("away");
          expect(trouble.kind).toBe("unavailable");
        }
      },
    );

    it("asks once, not again and again", async () => {
      const before = host.requests.length;
      await under({ kind: "500" }, () => client.account());
      await under({ kind: "429" }, () => client.account());
      expect(host.requests.length - before).toBe(2);
    });

    it("gives up on a host that hangs", async () => {
      const started = Date.now();
      const trouble = await under({ kind: "hang" }, () => client.account());
      expect(trouble.trouble).toBe("away");
      expect(Date.now() - started).toBeLessThan(12_000);
    });
  });

  it("reads every page of 2,300 repositories", async () => {
    host.addRepositories(2300);
    const before = host.requests.length;
    const found = await all(client);
    expect(new Set(found.map(({ remoteId }) => remoteId)).size).toBe(2302);
    expect(host.requests.length - before).toBeLessThanOrEqual(facts.calls + 2);
  });

  const itArchives = facts.archives ? it : () => undefined;
  itArchives("marks what is archived", async () => {
    await host.addRepository({ path: "acme/old", members: { ana: "admin" }, isArchived: true });
    expect((await client.repository("acme/old")).isArchived).toBe(true);
  });

  it("never connects where the operator did not allow it", async () => {
    vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "");
    const elsewhere = { ...host, url: host.url.replace("127.0.0.1", "localhost") };
    const stranger = await clientOf(provider, elsewhere, token);
    const trouble = await failure(stranger.account()).finally(() => vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1"));
    expect(trouble.message).toContain("DEVPILOT_PRIVATE_HOSTS");
  });

  const why = typeof specification === "string" ? ` (not checked: ${specification})` : "";
  const itIsDescribed = specification === null ? () => undefined : it.skipIf(why !== "");
  itIsDescribed(`asks nothing that the official description does not know${why}`, () => {
    expect(host.violations.filter((one) => !facts.misdescribed?.test(one))).toEqual([]);
  });
});
