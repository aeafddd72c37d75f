import { describe, expect, it } from "vitest";
import { later } from "#tests/support/later.ts";
import { makeRepository } from "#tests/support/repository.ts";
import { authorizeUrl, call, clientFor, hosts, startHost } from "./git-service/hosts.ts";
import { startReceiver } from "./git-service/receiver.ts";

describe.each(hosts)("the stand-in for $provider", (host) => {
  it("refuses an unknown token and one that is too narrow", async () => {
    const service = await startHost(host);
    await service.addRepository({ path: "acme/shop" });
    expect((await call(service, "stranger", "/user")).status).toBe(401);
    const narrow = await call(service, service.tokenFor("ana", host.tooNarrow), host.repository);
    expect(narrow.status).toBe(host.provider === "github" ? 404 : 403);
  });

  it("hides private repositories from strangers, and shows public ones", async () => {
    const service = await startHost(host);
    await service.addRepository({ path: "acme/shop" });
    const hidden = await call(service, service.tokenFor("bo"), host.repository);
    expect([hidden.status, JSON.stringify(hidden.body)]).toEqual([404, expect.stringMatching(host.notFound)]);
    await service.addRepository({ path: "acme/shop", isPrivate: false });
    expect((await call(service, service.tokenFor("bo"), host.repository)).status).toBe(200);
  });

  it("keeps hooks to those who may have them, and minds twins as the real one does", async () => {
    const service = await startHost(host);
    await service.addRepository({ path: "acme/shop", members: { ana: "admin", bo: "write" } });
    const make = (login: string) =>
      call(service, service.tokenFor(login), host.hooks, host.hook("http://127.0.0.1:9/"));
    expect((await make("bo")).status).toBe(host.withoutRight);
    const made = await make("ana");
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain('"secret":"secret"');
    expect((await make("ana")).status).toBe(host.twin);
    await service.settled();
  });

  it("lists thousands of repositories page by page", async () => {
    const service = await startHost(host);
    service.addRepositories(2345);
    const token = service.tokenFor("ana");
    const began = performance.now();
    const seen = new Set<unknown>();
    for (let next: string | null = `${service.apiUrl}${host.list}`; next;) {
      const response: Response = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
      const body = await response.json();
      const items: { id?: number; uuid?: string }[] = Array.isArray(body) ? body : body.values;
      for (const item of items) seen.add(item.uuid ?? item.id);
      next = body.next ?? /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1] ?? null;
    }
    expect(seen.size).toBe(2345);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("serves git with a token as the password, and calls the hooks of a real push", async () => {
    const [service, receiver, source] = [await startHost(host), await startReceiver(), await makeRepository()];
    later(receiver.stop);
    later(source.remove);
    const { cloneUrl } = await service.addRepository({
      path: "acme/shop",
      source: source.path,
      members: { ana: "admin", bo: "read" },
    });
    const token = service.tokenFor("ana", [...host.scope.split(" "), ...host.writeScopes]);
    await call(service, token, host.hooks, host.hook(receiver.url));
    await service.settled();
    const client = await clientFor(host.gitUser, token);
    await client.run("fetch", cloneUrl, "main");
    await client.run("checkout", "-b", "main", "FETCH_HEAD");
    await client.run(
      "-c",
      "user.name=Ana",
      "-c",
      "user.email=ana@example.com",
      "commit",
      "--allow-empty",
      "-m",
      "Ship it",
    );
    await client.run("push", cloneUrl, "main");
    await service.settled();
    const pushed = await source.head();
    expect(pushed).toBe(await client.run("rev-parse", "main"));
    expect(receiver.received.at(-1)?.body).toContain(pushed);
    expect(receiver.received.at(-1)?.body).toContain("Ship it");

    const reader = await clientFor(host.gitUser, service.tokenFor("bo", host.writeScopes));
    await reader.run("fetch", cloneUrl, "main");
    await expect(reader.run("push", cloneUrl, "FETCH_HEAD:refs/heads/mine")).rejects.toThrow("403");
    const stranger = await clientFor(host.gitUser, service.tokenFor("cy", host.writeScopes));
    await expect(stranger.run("fetch", cloneUrl, "main")).rejects.toThrow("not found");
    service.revoke("ana");
    await expect(client.run("fetch", cloneUrl, "main")).rejects.toThrow("Authentication failed");
  });

  it("misbehaves as it is told, where it is told, and is itself again", async () => {
    const service = await startHost(host);
    const ask = () => call(service, service.tokenFor("ana"), "/user");
    service.setFault({ kind: "429", retryAfter: 7 }, /\/user$/);
    const slow = await ask();
    expect([slow.status, slow.headers.get("retry-after")]).toEqual([429, "7"]);
    expect((await fetch(authorizeUrl(host, service))).status).toBe(200);
    service.setFault({ kind: "500" });
    expect((await ask()).status).toBe(500);
    service.setFault({ kind: "html" });
    expect((await ask()).headers.get("content-type")).toContain("text/html");
    service.setFault({ kind: "cut" });
    await expect(ask()).rejects.toThrow(/terminated|failed|closed/);
    service.setFault({ kind: "hang" });
    await expect(call(service, service.tokenFor("ana"), "/user", undefined, 50)).rejects.toThrow("timeout");
    service.setFault(null);
    expect((await ask()).status).toBe(200);
    expect(service.requests.map(({ status, user }) => [status, user])).toEqual([
      [429, "ana"],
      [200, null],
      [500, "ana"],
      [200, "ana"],
      [200, "ana"],
      [0, "ana"],
      [200, "ana"],
    ]);
  });

  it("counts the calls of an hour", async () => {
    const service = await startHost(host);
    service.setRateLimit(2);
    const token = service.tokenFor("ana");
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await call(service, token, "/user")).status);
    expect(statuses).toEqual([200, 200, host.provider === "github" ? 403 : 429]);
    service.pass(3601);
    expect((await call(service, token, "/user")).status).toBe(200);
  });
});
