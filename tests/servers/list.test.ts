import { beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import type { Member } from "#lib/access/actor.ts";
import { parse } from "#lib/access/entry.ts";
import { findServer } from "#lib/servers/find.ts";
import { listServers } from "#lib/servers/list.ts";
import { updateServer, updateServerInput } from "#lib/servers/update.ts";
import { serverWithAppsView } from "#lib/servers/view.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { connectTo, freshKeyring, grantOn, makeApp, makeOwner, member } from "./support.ts";

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
});

const generated = { kind: "generated" };
const all = { limit: 50 };

async function makeServers(count: number) {
  const owner = await makeOwner();
  const made = [];
  for (let n = 0; n < count; n++)
    made.push(await connectTo(owner, { host: `web-${n}.example` }, generated, `web-${n}`));
  return { owner, ids: made.map(({ id }) => id) };
}

describe("the list of servers", () => {
  test("comes in pages, the newest first, none twice and none left out", async () => {
    const { owner, ids } = await makeServers(5);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listServers(owner, { limit: 2, cursor });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(ids.toReversed());
  });

  test("names the apps on each server", async () => {
    const { owner, ids } = await makeServers(2);
    await makeApp(owner.workspaceId, ids[0] ?? "", "shop");
    const { data } = await listServers(owner, all);
    expect(data.map(({ apps }) => apps.map(({ name }) => name))).toEqual([[], ["shop"]]);
  });

  test("shows a Member only what was granted, and of its apps only those", async () => {
    const { owner, ids } = await makeServers(2);
    const [first = ""] = ids;
    await makeApp(owner.workspaceId, first, "secret app");
    const granted = member(owner.workspaceId, "member", [grantOn(first, "collaborator")]);
    const { data } = await listServers(granted, all);
    expect(data.map(({ id }) => id)).toEqual([first]);
    expect(data[0]?.apps).toEqual([]);
    expect((await listServers(member(owner.workspaceId, "member"), all)).data).toEqual([]);
  });

  test("is empty of another workspace's servers", async () => {
    await makeServers(1);
    expect((await listServers(await makeOwner(), all)).data).toEqual([]);
  });
});

describe("finding a server", () => {
  test("answers the same for another workspace's, an ungranted and an unknown one", async () => {
    const { owner, ids } = await makeServers(1);
    const [id = ""] = ids;
    const attempts: [Member, string][] = [
      [await makeOwner(), id],
      [member(owner.workspaceId, "member"), id],
      [owner, newId()],
      [owner, "'; drop table servers"],
    ];
    for (const [actor, server] of attempts) {
      const refusal = findServer(actor, { server });
      await expect(refusal).rejects.toMatchObject({ kind: "not_found", message: "There is no such server." });
    }
  });

  test("lets nothing sealed out", async () => {
    const { owner, ids } = await makeServers(1);
    const shown = serverWithAppsView(await findServer(owner, { server: ids[0] ?? "" }));
    expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(["privateKey"]));
    expect(JSON.stringify(shown)).not.toContain('"Buffer"');
  });
});

describe("updating a server", () => {
  test("changes its name, address and run-as users, and says so", async () => {
    const { owner, ids } = await makeServers(1);
    const [server = ""] = ids;
    const updated = await updateServer(owner, { server, name: "db-1", port: 2222, runAsUsers: ["www-data", "root"] });
    expect(updated).toMatchObject({
      name: "db-1",
      port: 2222,
      runAsUsers: ["www-data", "root"],
      connection: "unknown",
    });
  });

  test("to another server's address is refused", async () => {
    const { owner, ids } = await makeServers(2);
    const moved = updateServer(owner, { server: ids[1] ?? "", host: "web-0.example" });
    await expect(moved).rejects.toMatchObject({ fields: { host: expect.stringContaining("web-0") } });
  });

  test("to a machine where its apps would share a directory with others is refused", async () => {
    const { owner, ids } = await makeServers(2);
    const [first = "", second = ""] = ids;
    await updateServer(owner, { server: second, port: 2222 });
    await makeApp(owner.workspaceId, first, "shop");
    const app = await makeApp(owner.workspaceId, second, "shop");
    const moved = () => updateServer(owner, { server: second, host: "web-0.example" });
    await expect(moved()).rejects.toMatchObject({ fields: { host: expect.stringContaining("/srv/shop") } });
    expect((await findServer(owner, { server: second })).host).toBe("web-1.example");
    await db.update(apps).set({ projectPath: "/srv/wiki" }).where(eq(apps.id, app.id));
    await moved();
  });

  test.each([
    ["host", { host: "$(id)" }],
    ["port", { port: 70_000 }],
    ["name", { name: "\u0000" }],
    ["runAsUsers.0", { runAsUsers: ["root; id"] }],
    ["runAsUsers.1", { runAsUsers: ["www-data", "-u"] }],
    ["username", { username: "root" }],
    ["privateKey", { privateKey: "x" }],
  ])("with a wrong or strange %s is refused beside it", (field, change) => {
    const refused = () => parse(updateServerInput, { server: newId(), ...change });
    expect(refused).toThrow(expect.objectContaining({ fields: { [field]: expect.any(String) } }));
  });

  test("is open to whom it was granted as admin, except for whom hooks run as", async () => {
    const { owner, ids } = await makeServers(1);
    const [server = ""] = ids;
    const admin = member(owner.workspaceId, "member", [grantOn(server, "admin")]);
    await updateServer(admin, { server, name: "renamed" });
    const root = updateServer(admin, { server, runAsUsers: ["root"] });
    await expect(root).rejects.toMatchObject({ kind: "forbidden" });
    const collaborator = member(owner.workspaceId, "member", [grantOn(server, "collaborator")]);
    await expect(updateServer(collaborator, { server, name: "x" })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(updateServer(await makeOwner(), { server, name: "x" })).rejects.toMatchObject({ kind: "not_found" });
  });
});
