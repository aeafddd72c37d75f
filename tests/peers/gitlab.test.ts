import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { later } from "#tests/support/later.ts";
import { call, hosts, startHost } from "./git-service/hosts.ts";
import { startReceiver } from "./git-service/receiver.ts";

const host = hosts.find(({ provider }) => provider === "gitlab")!;
const signingToken = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

describe("the stand-in for GitLab", () => {
  it("sends its token, and signs after the Standard Webhooks specification where there is a signing token", async () => {
    const { service, receiver } = await withHook({ signing_token: signingToken });
    await service.push("acme/shop", "main", { "a.txt": "1" });
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect([headers["x-gitlab-event"], headers["x-gitlab-token"]]).toEqual(["Push Hook", "secret"]);
    expect(headers["webhook-id"]).toBe(headers["idempotency-key"]);
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const digest = createHmac("sha256", Buffer.alloc(32, 7)).update(signed).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${digest}`);
  });

  it("takes no signing token that is not 32 bytes, and never shows one", async () => {
    const { service, token, body } = await withHook({ signing_token: signingToken });
    expect(body).toMatchObject({ token_present: true, signing_token_present: true });
    expect(JSON.stringify(body)).not.toContain("whsec_");
    const short = { url: "http://127.0.0.1:9/", signing_token: "whsec_c2hvcnQ=" };
    expect((await call(service, token, host.hooks, short)).status).toBe(400);
  });

  it("sends one delivery a branch, and none at all when more than three change in one push", async () => {
    const { service, receiver } = await withHook({});
    const { after } = await service.push("acme/shop", "main", { "a.txt": "1" });
    receiver.received.length = 0;
    const refs = (names: string[]) => names.map((name) => `update refs/heads/${name} ${after}\n`).join("");
    await service.pushRefs("acme/shop", refs(["one", "two", "three"]));
    expect(receiver.received).toHaveLength(3);
    await service.pushRefs("acme/shop", refs(["a", "b", "c", "d"]));
    expect(receiver.received).toHaveLength(3);
  });

  it("calls a hook for the branches of its filter only", async () => {
    const { service, receiver } = await withHook({ push_events_branch_filter: "release/*" });
    await service.push("acme/shop", "main", { "a.txt": "1" });
    expect(receiver.received).toHaveLength(0);
    await service.push("acme/shop", "release/1", { "a.txt": "2" });
    expect(receiver.received.map(({ body }) => JSON.parse(body).ref)).toEqual(["refs/heads/release/1"]);
  });

  it("switches a hook off after four failures in a row, for a minute at first", async () => {
    const { service, receiver } = await withHook({});
    receiver.answerWith(401);
    for (const text of ["1", "2", "3", "4", "5"]) await service.push("acme/shop", "main", { "a.txt": text });
    expect(receiver.received).toHaveLength(4);
    const hooks = await call(service, service.tokenFor("ana"), host.hooks);
    expect(hooks.body).toMatchObject([{ alert_status: "temporarily_disabled" }]);
    service.pass(61);
    receiver.answerWith(200);
    await service.push("acme/shop", "main", { "a.txt": "6" });
    expect((await call(service, service.tokenFor("ana"), host.hooks)).body).toMatchObject([
      { alert_status: "executable" },
    ]);
  });

  it("pages by keyset, and counts in headers", async () => {
    const service = await startHost(host);
    service.addRepositories(45);
    const token = service.tokenFor("ana");
    const first = await call(
      service,
      token,
      "/projects?membership=true&pagination=keyset&order_by=id&per_page=40&sort=asc",
    );
    const [, next = ""] = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "") ?? [];
    const second = await call(service, token, next.slice(service.apiUrl.length));
    expect([first.body, second.body].map((body) => (Array.isArray(body) ? body.length : body))).toEqual([40, 5]);
    expect(second.headers.get("link")).toBeNull();
    const counted = await call(service, token, "/projects?membership=true&per_page=20");
    expect([counted.headers.get("x-total"), counted.headers.get("x-next-page")]).toEqual(["45", "2"]);
  });

  it("finds projects of subgroups by number and by path", async () => {
    const service = await startHost(host);
    const { id } = await service.addRepository({ path: "acme/web/shop", members: { ana: "write" } });
    const token = service.tokenFor("ana");
    const [byId, byPath] = [
      await call(service, token, `/projects/${id}`),
      await call(service, token, "/projects/acme%2Fweb%2Fshop"),
    ];
    expect(byId.body).toEqual(byPath.body);
    expect(byPath.body).toMatchObject({
      path_with_namespace: "acme/web/shop",
      permissions: { project_access: { access_level: 30 } },
    });
  });

  it("moves an open status on, and never to where it is", async () => {
    const { service, token } = await withHook({});
    const { after } = await service.push("acme/shop", "main", { "a.txt": "1" });
    const set = async (state: string) =>
      (await call(service, token, `/projects/acme%2Fshop/statuses/${after}`, { state })).status;
    expect([await set("running"), await set("running"), await set("success"), await set("success")]).toEqual([
      201, 400, 201, 201,
    ]);
  });

  it("knows personal access tokens by their own header, and what they may", async () => {
    const service = await startHost(host);
    const token = service.tokenFor("ana", ["api"], { personal: true });
    const ask = (path: string) => fetch(`${service.apiUrl}${path}`, { headers: { "private-token": token } });
    expect(token).toMatch(/^glpat-/);
    expect(await (await ask("/personal_access_tokens/self")).json()).toMatchObject({ scopes: ["api"], active: true });
    service.revoke("ana");
    expect((await ask("/user")).status).toBe(401);
  });

  it("tells of a token, and forgets it when it is revoked", async () => {
    const service = await startHost(host);
    const token = service.tokenFor("ana");
    const info = () => fetch(`${service.url}/oauth/token/info`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await info()).json()).toMatchObject({
      scope: ["api", "read_repository"],
      expires_in: expect.any(Number),
    });
    const { id, secret } = service.client;
    const body = new URLSearchParams({ client_id: id, client_secret: secret, token });
    await fetch(`${service.url}/oauth/revoke`, { method: "POST", body });
    const refused = await info();
    expect([refused.status, (await refused.json()).error]).toEqual([401, "invalid_token"]);
  });
});

async function withHook(more: object) {
  const [service, receiver] = await Promise.all([startHost(host), startReceiver()]);
  later(receiver.stop);
  await service.addRepository({ path: "acme/shop" });
  const token = service.tokenFor("ana");
  const { body } = await call(service, token, host.hooks, { ...host.hook(receiver.url), ...more });
  return { service, receiver, token, body };
}
