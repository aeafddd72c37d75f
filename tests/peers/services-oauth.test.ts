import { describe, expect, it } from "vitest";
import { authorizeUrl, call, callback, codeFields, giveToken, hosts, startHost } from "./git-service/hosts.ts";
import { challengeOf } from "./git-service/tokens.ts";
import { pressOnConsent } from "./git-service/visit.ts";

describe.each(hosts)("OAuth as $provider speaks it", (host) => {
  it("lets a person in by its consent page, and a code makes one token", async () => {
    const service = await startHost(host);
    const back = await pressOnConsent(authorizeUrl(host, service), "authorize");
    expect(`${back.origin}${back.pathname}`).toBe(callback);
    expect(back.searchParams.get("state")).toBe("the state");
    const first = await giveToken(host, service, codeFields(back));
    expect(String(first.scope ?? first.scopes).split(/[ ,]/)).toEqual(host.scope.split(" "));
    expect((await call(service, String(first.access_token), "/user")).status).toBe(200);
    expect(await giveToken(host, service, codeFields(back))).toMatchObject({
      error: expect.stringMatching(/^(bad_v|invalid_grant)/),
    });
  });

  it("shows which scopes are asked, and gives no more than the person allows", async () => {
    const service = await startHost(host);
    const [kept = ""] = host.scope.split(" ");
    expect(await (await fetch(authorizeUrl(host, service))).text()).toContain(`<code>${kept}</code>`);
    service.limitScopes([kept]);
    const given = await giveToken(
      host,
      service,
      codeFields(await pressOnConsent(authorizeUrl(host, service), "authorize")),
    );
    expect(given.scope ?? given.scopes).toBe(kept);
  });

  it("leads back with access_denied when the person cancels", async () => {
    const back = await pressOnConsent(authorizeUrl(host, await startHost(host)), "cancel");
    expect([back.searchParams.get("error"), back.searchParams.get("state")]).toEqual(["access_denied", "the state"]);
  });

  it("never leads to an address that is not registered to the letter, and knows its client", async () => {
    const service = await startHost(host);
    const visit = (fields: Record<string, string>) => pressOnConsent(authorizeUrl(host, service, fields), "authorize");
    await expect(visit({ redirect_uri: `${callback}/` })).rejects.toThrow("not associated with this application");
    await expect(visit({ client_id: "stranger" })).rejects.toThrow("no application");
    const fields = codeFields(await visit({}));
    const wrong = await giveToken(host, service, fields, "wrong secret");
    expect(wrong.error).toMatch(/client/);
    expect(await giveToken(host, service, { ...fields, redirect_uri: `${callback}?x` })).toHaveProperty("error");
  });

  it("forgets a code after ten minutes", async () => {
    const service = await startHost(host);
    const back = await pressOnConsent(authorizeUrl(host, service), "authorize");
    service.pass(601);
    expect(await giveToken(host, service, codeFields(back))).toHaveProperty("error");
  });

  it("wants the verifier of a code challenge, where it takes challenges at all", async () => {
    const service = await startHost(host);
    const challenge = { code_challenge: challengeOf("v".repeat(43)), code_challenge_method: "S256" };
    const visit = () => pressOnConsent(authorizeUrl(host, service, challenge), "authorize");
    const bare = await giveToken(host, service, codeFields(await visit()));
    expect(bare).toHaveProperty(host.provider === "bitbucket" ? "access_token" : "error");
    const fields = { ...codeFields(await visit()), code_verifier: "v".repeat(43) };
    expect(await giveToken(host, service, fields)).toHaveProperty("access_token");
  });

  it("refuses an expired token, and a refresh makes a new pair and kills the old one", async () => {
    const service = await startHost(host);
    service.setExpiry({ isExpiring: true });
    const pair = await giveToken(
      host,
      service,
      codeFields(await pressOnConsent(authorizeUrl(host, service), "authorize")),
    );
    service.pass(Number(pair.expires_in) + 1);
    expect((await call(service, String(pair.access_token), "/user")).status).toBe(401);
    const refresh = { grant_type: "refresh_token", refresh_token: String(pair.refresh_token) };
    const next = await giveToken(host, service, refresh);
    expect((await call(service, String(next.access_token), "/user")).status).toBe(200);
    expect(await giveToken(host, service, refresh)).toHaveProperty("error");
    expect(service.refreshes).toBe(1);
  });

  it("knows nobody any more who was revoked", async () => {
    const service = await startHost(host);
    service.setExpiry({ isExpiring: true });
    const pair = await giveToken(
      host,
      service,
      codeFields(await pressOnConsent(authorizeUrl(host, service), "authorize")),
    );
    service.revoke("ana");
    expect((await call(service, String(pair.access_token), "/user")).status).toBe(401);
    const refresh = { grant_type: "refresh_token", refresh_token: String(pair.refresh_token) };
    expect(await giveToken(host, service, refresh)).toHaveProperty("error");
  });
});
