import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { ask } from "#lib/integrations/git/ask.ts";
import { GitTrouble } from "#lib/integrations/git/trouble.ts";
import { Secret } from "#lib/secrets/secret.ts";
import { clientOf, hosts, secondsTo } from "#tests/contracts/service-hosts.ts";
import { later } from "#tests/support/later.ts";

const hookUrl = "http://127.0.0.1:9/api/webhooks/x/abc";
const secret = Secret.of("canary-webhook-secret-81c5a0b94a7e");

vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");

describe("GitHub's own ways to say that it was asked too often", async () => {
  const host = await hosts.github.start();
  later(() => host.stop());
  const client = await clientOf("github", host, host.tokenFor("ana"));

  it.each([
    ["a secondary limit", { kind: "secondary", retryAfter: 30 }, 30],
    ["no calls left", { kind: "exhausted", resetAfter: 120 }, 120],
  ] as const)("reads 403 for %s", async (_, fault, seconds) => {
    host.setFault(fault);
    const trouble: unknown = await client.account().catch((error: unknown) => error);
    host.setFault(null);
    if (!(trouble instanceof GitTrouble)) throw new Error("expected trouble");
    expect(trouble.trouble).toBe("rate_limited");
    expect(Math.abs(secondsTo(trouble) - seconds)).toBeLessThan(3);
  });

  it("tells the scopes that the token has", async () => {
    expect((await client.account()).scopes).toEqual(["repo", "read:user"]);
  });
});

describe("GitHub's deployments", async () => {
  const host = await hosts.github.start();
  later(() => host.stop());
  host.addUser("ana");
  await host.addRepository({ path: "acme/shop" });
  const client = await clientOf("github", host, host.tokenFor("ana"));

  it("are found again when the status after them did not get through, and each of ours has its own", async () => {
    const { after: commit } = await host.push("acme/shop", "main", { "a.txt": "a" });
    const words = { commit, branch: "main", state: "pending", description: "Waiting", ref: null } as const;
    const report = (number: number) =>
      client.report("acme/shop", {
        ...words,
        context: "devpilot/shop",
        url: `http://127.0.0.1:9/deployments/${number}`,
      });
    host.setFault({ kind: "500" }, /deployments\/\d+\/statuses/);
    await expect(report(1)).rejects.toMatchObject({ trouble: "away" });
    host.setFault(null);
    const first = await report(1);
    const { deployments } = host.repository("acme/shop");
    expect(deployments.map(({ id, statuses }) => [String(id), statuses.length])).toEqual([[first, 1]]);
    expect(await report(2)).not.toBe(first);
    expect(deployments).toHaveLength(2);
  });
});

describe("GitLab's own", async () => {
  const host = await hosts.gitlab.start();
  later(() => host.stop());
  host.addUser("ana");
  await host.addRepository({ path: "acme/web/team/shop" });

  it("subgroups are part of a path", async () => {
    const client = await clientOf("gitlab", host, host.tokenFor("ana"));
    expect(await client.repository("acme/web/team/shop")).toMatchObject({ path: "acme/web/team/shop", isAdmin: true });
    expect(await client.branches("acme/web/team/shop")).toHaveLength(1);
  });

  it("personal access tokens work and tell their scopes", async () => {
    const token = host.tokenFor("ana", ["api"], { personal: true });
    const client = await clientOf("gitlab", host, token, true);
    expect(await client.account()).toMatchObject({ login: "ana", scopes: ["api"] });
  });

  it("hooks that it gave up are made anew", async () => {
    const client = await clientOf("gitlab", host, host.tokenFor("ana"));
    const path = "acme/web/team/shop";
    const made = await client.putHook(path, { url: hookUrl, secret }, null);
    const [hook] = host.repository(path).hooks;
    Object.assign(hook!, { failures: 40, disabledUntil: Infinity });
    const again = await client.putHook(path, { url: hookUrl, secret }, made.remoteId);
    expect(again.remoteId).not.toBe(made.remoteId);
    expect(host.repository(path).hooks).toHaveLength(1);
  });
});

describe("a mistake of an SDK", () => {
  it("is logged without the request, whose headers have the token in them", async () => {
    const account = { title: "GitHub", token: Secret.of("canary-token-44ab") };
    const mistake = Object.assign(new TypeError("no such canary-token-44ab"), { request: "canary-token-44ab" });
    const thrown: unknown = await ask(account, { what: "it", needs: "nothing" }, () => Promise.reject(mistake)).catch(
      (error: unknown) => error,
    );
    expect(inspect(thrown, { depth: 9 })).not.toContain("canary-token-44ab");
    expect(inspect(thrown)).toContain("no such [secret]");
  });
});
