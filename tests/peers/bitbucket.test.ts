import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { later } from "#tests/support/later.ts";
import { call, hosts, startHost } from "./git-service/hosts.ts";
import { startReceiver } from "./git-service/receiver.ts";

const host = hosts.find(({ provider }) => provider === "bitbucket")!;

describe("the stand-in for Bitbucket", () => {
  it.each(["/repositories", "/workspaces", "/user/permissions/repositories"])("has no %s any more", async (path) => {
    const service = await startHost(host);
    const { status, body } = await call(service, service.tokenFor("ana"), path);
    expect(status).toBe(410);
    expect(body).toMatchObject({ error: { message: expect.stringContaining("CHANGE-2770") } });
  });

  it("lists the person's workspaces, and what they may do with each repository of one", async () => {
    const service = await startHost(host);
    await service.addRepository({ path: "acme/shop", members: { ana: "admin" } });
    await service.addRepository({ path: "acme/blog", members: { ana: "read" } });
    await service.addRepository({ path: "other/shop", members: { ana: "write" } });
    const token = service.tokenFor("ana");
    const workspaces = await call(service, token, "/user/workspaces");
    expect(workspaces.body).toMatchObject({
      values: [
        { administrator: true, workspace: { slug: "acme" } },
        { administrator: false, workspace: { slug: "other" } },
      ],
    });
    const q = encodeURIComponent('repository.name = "blog"');
    const permissions = await call(service, token, `/user/workspaces/acme/permissions/repositories?q=${q}`);
    expect(permissions.body).toMatchObject({
      size: 1,
      values: [{ permission: "read", repository: { full_name: "acme/blog" } }],
    });
  });

  it("filters, sorts and refuses what it does not understand", async () => {
    const service = await startHost(host);
    for (const name of ["shop", "shop-api", "blog"]) await service.addRepository({ path: `acme/${name}` });
    const token = service.tokenFor("ana");
    const list = (query: Record<string, string>) =>
      call(service, token, `/repositories/acme?${new URLSearchParams(query)}`);
    const found = await list({ q: 'name ~ "SHOP" AND is_private = true', sort: "-name" });
    expect(found.body).toMatchObject({ values: [{ name: "shop-api" }, { name: "shop" }] });
    expect((await list({ q: "name like shop" })).status).toBe(400);
    expect((await list({ q: 'nome ~ "x"' })).status).toBe(400);
    expect((await list({ pagelen: "101" })).status).toBe(400);
    expect((await call(service, token, "/repositories/nobody")).status).toBe(404);
  });

  it("signs a push with its secret, and leaves the header out without one", async () => {
    const { service, receiver } = await withHook();
    await service.push("acme/shop", "main", { "a.txt": "1" });
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect(headers["x-hub-signature"]).toBe(`sha256=${createHmac("sha256", "secret").update(body).digest("hex")}`);
    expect([headers["x-event-key"], headers["x-attempt-number"]]).toEqual(["repo:push", "1"]);
    const [hook] = service.repository("acme/shop").hooks;
    if (hook) hook.secret = null;
    await service.push("acme/shop", "main", { "a.txt": "2" });
    expect(receiver.received[1]?.headers).not.toHaveProperty("x-hub-signature");
  });

  it("sends several changes in one delivery, with five commits of each at most", async () => {
    const { service, receiver } = await withHook();
    const { before } = await service.push("acme/shop", "main", { "a.txt": "0" });
    for (const text of ["1", "2", "3", "4", "5", "6"]) await service.push("acme/shop", "main", { "a.txt": text });
    const { after } = await service.push("acme/shop", "main", { "a.txt": "7" });
    await service.pushRefs("acme/shop", `update refs/heads/main ${before}\n`);
    receiver.received.length = 0;
    await service.pushRefs("acme/shop", `update refs/heads/main ${after}\ncreate refs/heads/dev ${before}\n`);
    expect(receiver.received).toHaveLength(1);
    const { changes } = JSON.parse(receiver.received[0]?.body ?? "{}").push;
    const shown = changes.map(
      (change: { commits: object[]; truncated: boolean; old: object | null; new: { name: string } }) => [
        change.new.name,
        change.commits.length,
        change.truncated,
        change.old === null,
      ],
    );
    expect(shown).toEqual([
      ["dev", 0, false, true],
      ["main", 5, true, false],
    ]);
  });

  it("tries three times, and drops what is larger than 256 kB", async () => {
    const { service, receiver } = await withHook();
    receiver.answerWith(503);
    const { deliveries } = await service.push("acme/shop", "main", { "a.txt": "1" });
    expect(deliveries.map(({ headers }) => headers["x-attempt-number"])).toEqual(["1", "2", "3"]);
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(1);
    const large = await service.push("acme/shop", "main", { "a.txt": "2" }, "m".repeat(260 * 1024));
    expect(large.deliveries).toEqual([]);
  });

  it("keeps a hook's secret unless it is named, and one status a key", async () => {
    const { service, token } = await withHook();
    const [hook] = service.repository("acme/shop").hooks;
    const url = `${service.apiUrl}${host.hooks}/${encodeURIComponent(hook?.uuid ?? "")}`;
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const put = (body: object) =>
      fetch(url, { method: "PUT", headers, body: JSON.stringify(body) }).then((one) => one.json());
    expect(await put({ active: false })).toMatchObject({ secret_set: true, active: false });
    expect(await put({ secret: null })).toMatchObject({ secret_set: false });
    const { after } = await service.push("acme/shop", "main", { "a.txt": "1" });
    const path = `${host.repository}/commit/${after}/statuses/build`;
    const set = async (body: object) =>
      (await call(service, token, path, { key: "devpilot", url: "https://example.com", ...body })).status;
    expect([
      await set({ state: "INPROGRESS" }),
      await set({ state: "SUCCESSFUL" }),
      await set({ state: "DONE" }),
    ]).toEqual([201, 201, 400]);
    expect(service.repository("acme/shop").statuses).toMatchObject([{ key: "devpilot", state: "SUCCESSFUL" }]);
  });
});

async function withHook() {
  const [service, receiver] = await Promise.all([startHost(host), startReceiver()]);
  later(receiver.stop);
  await service.addRepository({ path: "acme/shop" });
  const token = service.tokenFor("ana");
  await call(service, token, host.hooks, host.hook(receiver.url));
  return { service, receiver, token };
}
