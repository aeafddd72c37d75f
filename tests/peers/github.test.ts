import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { later } from "#tests/support/later.ts";
import { call, startHost, hosts } from "./git-service/hosts.ts";
import { startReceiver } from "./git-service/receiver.ts";
import { git } from "./git-service/repository-on-disk.ts";

const [host] = hosts;
if (host?.provider !== "github") throw new Error("GitHub comes first");

describe("the stand-in for GitHub", () => {
  it("answers a refused token request with 200, and with a form unless JSON is asked for", async () => {
    const service = await startHost(host);
    const body = new URLSearchParams({
      client_id: service.client.id,
      client_secret: service.client.secret,
      code: "old",
    });
    const response = await fetch(`${service.url}${host.pages.token}`, { method: "POST", body });
    expect(response.status).toBe(200);
    expect(new URLSearchParams(await response.text()).get("error")).toBe("bad_verification_code");
  });

  it("says which scopes a token has, and what an unchanged answer costs: nothing", async () => {
    const service = await startHost(host);
    const authorization = `Bearer ${service.tokenFor("ana", ["repo"])}`;
    const first = await fetch(`${service.apiUrl}/user`, { headers: { authorization } });
    const tag = first.headers.get("etag") ?? "";
    const second = await fetch(`${service.apiUrl}/user`, { headers: { authorization, "if-none-match": tag } });
    expect([first.headers.get("x-oauth-scopes"), first.headers.get("x-ratelimit-used")]).toEqual(["repo", "1"]);
    expect([second.status, second.headers.get("x-ratelimit-used")]).toEqual([304, "1"]);
  });

  it("has two ways to say 403 for too many calls", async () => {
    const service = await startHost(host);
    const ask = () => call(service, service.tokenFor("ana"), "/user");
    service.setFault({ kind: "secondary", retryAfter: 30 });
    const fast = await ask();
    expect([fast.status, fast.headers.get("retry-after")]).toEqual([403, "30"]);
    service.setFault({ kind: "exhausted", resetAfter: 90 });
    const used = await ask();
    expect([used.status, used.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect(Number(used.headers.get("x-ratelimit-reset")) - Date.now() / 1000).toBeCloseTo(90, -1);
  });

  it("greets a hook with a ping, then signs a push with its secret, by both digests", async () => {
    const { service, receiver } = await withHook();
    await service.push("acme/shop", "main", { "a.txt": "1" });
    expect(receiver.received.map(({ headers }) => headers["x-github-event"])).toEqual(["ping", "push"]);
    for (const { headers, body } of receiver.received) {
      const digest = (algorithm: string) =>
        `${algorithm}=${createHmac(algorithm, "secret").update(body).digest("hex")}`;
      expect(headers["x-hub-signature-256"]).toBe(digest("sha256"));
      expect(headers["x-hub-signature"]).toBe(digest("sha1"));
      expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers["user-agent"]).toMatch(/^GitHub-Hookshot\//);
    }
  });

  it("sends one delivery a ref, and none for tags when more than three come at once", async () => {
    const { service, receiver } = await withHook();
    const { after } = await service.push("acme/shop", "main", { "a.txt": "1" });
    receiver.received.length = 0;
    const refs = (names: string[]) => names.map((name) => `update refs/${name} ${after}\n`).join("");
    const { directory } = service.repository("acme/shop");
    await service.pushRefs("acme/shop", refs(["heads/one", "heads/two", "tags/v1"]));
    expect(receiver.received.map(({ body }) => JSON.parse(body).ref).sort()).toEqual([
      "refs/heads/one",
      "refs/heads/two",
      "refs/tags/v1",
    ]);
    receiver.received.length = 0;
    await service.pushRefs("acme/shop", refs(["heads/three", "tags/v2", "tags/v3", "tags/v4", "tags/v5"]));
    expect(receiver.received.map(({ body }) => JSON.parse(body).ref)).toEqual(["refs/heads/three"]);
    expect(await git(directory ?? "", "tag")).toContain("v5");
  });

  it("never tries a delivery again, and redelivers the same bytes by hand", async () => {
    const { service, receiver } = await withHook();
    receiver.answerWith(500);
    const { deliveries } = await service.push("acme/shop", "main", { "a.txt": "1" });
    expect(deliveries.map(({ status }) => status)).toEqual([500]);
    receiver.answerWith(202);
    await service.redeliver(deliveries[0]!.id);
    const [failed, again] = receiver.received.slice(-2);
    expect([again?.body, again?.headers["x-github-delivery"]]).toEqual([
      failed?.body,
      failed?.headers["x-github-delivery"],
    ]);
  });

  it("tells a forced push, a new branch and a deleted one", async () => {
    const { service, receiver } = await withHook();
    const { before, after } = await service.push("acme/shop", "main", { "a.txt": "1" });
    await service.pushRefs("acme/shop", `update refs/heads/main ${before}\n`);
    await service.pushRefs("acme/shop", `update refs/heads/dev ${after}\n`);
    await service.pushRefs("acme/shop", `delete refs/heads/dev\n`);
    const told = receiver.received.slice(-3).map(({ body }) => JSON.parse(body));
    expect(told.map(({ forced, created, deleted }) => [forced, created, deleted])).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
    expect(told.map(({ head_commit }) => head_commit?.id ?? null)).toEqual([before, after, null]);
  });

  it("takes a hook's secret away when its config comes without one", async () => {
    const { service, receiver, token } = await withHook();
    const [hook] = service.repository("acme/shop").hooks;
    await fetch(`${service.apiUrl}${host.hooks}/${hook?.id}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ config: { url: receiver.url, content_type: "json" } }),
    });
    await service.push("acme/shop", "main", { "a.txt": "1" });
    expect(receiver.received.at(-1)?.headers).not.toHaveProperty("x-hub-signature-256");
  });

  it("wants green statuses before a deployment unless none are required", async () => {
    const { service, token } = await withHook();
    const { after } = await service.push("acme/shop", "main", { "a.txt": "1" });
    await call(service, token, `${host.repository}/statuses/${after}`, { state: "pending", context: "ci" });
    const deploy = (more: object) => call(service, token, `${host.repository}/deployments`, { ref: "main", ...more });
    expect((await deploy({})).status).toBe(409);
    expect((await deploy({ required_contexts: [] })).status).toBe(201);
    const long = { state: "success", description: "x".repeat(141) };
    expect((await call(service, token, `${host.repository}/statuses/${after}`, long)).status).toBe(422);
  });

  it("forgets a grant that the application gives back", async () => {
    const service = await startHost(host);
    const token = service.tokenFor("ana");
    const { id, secret } = service.client;
    const headers = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` };
    const body = JSON.stringify({ access_token: token });
    const answer = await fetch(`${service.apiUrl}/applications/${id}/grant`, { method: "DELETE", headers, body });
    expect([answer.status, (await call(service, token, "/user")).status]).toEqual([204, 401]);
  });
});

async function withHook() {
  const [service, receiver] = await Promise.all([startHost(host!), startReceiver()]);
  later(receiver.stop);
  await service.addRepository({ path: "acme/shop" });
  const token = service.tokenFor("ana");
  await call(service, token, host!.hooks, host!.hook(receiver.url));
  await service.settled();
  return { service, receiver, token };
}
