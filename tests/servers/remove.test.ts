import { beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { apps } from "#db/schema/apps.ts";
import { runs } from "#db/schema/runs.ts";
import type { Member } from "#lib/access/actor.ts";
import { findServer } from "#lib/servers/find.ts";
import { removeServer } from "#lib/servers/remove.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { actionsOf, connectTo, freshKeyring, grantOn, makeApp, makeOwner, member, rowOf } from "./support.ts";

let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
  owner = await makeOwner();
});

const remove = (actor: Member, server: string, uninstallAgent = false) =>
  removeServer(actor, { server, uninstallAgent });

describe("removing a server", () => {
  test("forgets its credentials and leaves a row that nobody finds", async () => {
    const access = { kind: "password", password: "correct horse", installKey: true };
    const { id } = await connectTo(owner, { host: "192.0.2.1" }, access);
    await remove(owner, id);
    const forgotten = { privateKey: null, passphrase: null, password: null, removedAt: expect.any(Date) };
    expect(await rowOf(id)).toMatchObject(forgotten);
    await expect(findServer(owner, { server: id })).rejects.toMatchObject({ kind: "not_found" });
    expect(await actionsOf(id)).toEqual(["server.created", "server.removed"]);
    await connectTo(owner, { host: "192.0.2.1" }, access);
  });

  test("is refused while apps point at it, and names them", async () => {
    const { id } = await connectTo(owner, { host: "192.0.2.2" }, { kind: "generated" });
    const shop = await makeApp(owner.workspaceId, id, "shop");
    for (const n of [1, 2, 3, 4, 5]) await makeApp(owner.workspaceId, id, `wiki-${n}`);
    await expect(remove(owner, id)).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringMatching(/“shop”, .* and 1 more/),
    });
    expect((await rowOf(id)).privateKey).toBeInstanceOf(Buffer);
    await db.update(apps).set({ removedAt: new Date() });
    await remove(owner, id);
    expect((await rowOf(id)).removedAt).toBeInstanceOf(Date);
    expect(shop.serverId).toBe(id);
  });

  test("is refused while something runs on it", async () => {
    const { id } = await connectTo(owner, { host: "192.0.2.3" }, { kind: "generated" });
    const run = { id: newId(), workspaceId: owner.workspaceId, serverId: id, resourceId: newId() };
    await db.insert(runs).values({ ...run, kind: "deployment" });
    await expect(remove(owner, id)).rejects.toMatchObject({ kind: "conflict" });
    await db.update(runs).set({ status: "failed" }).where(eq(runs.id, run.id));
    await remove(owner, id);
  });

  test("with its agent keeps the server when it can't be reached, and says what to do", async () => {
    const { id } = await connectTo(owner, { host: "192.0.2.4" }, { kind: "generated" });
    await expect(remove(owner, id, true)).rejects.toMatchObject({ message: expect.stringContaining("without that") });
    expect((await rowOf(id)).removedAt).toBeNull();
  });

  test("is for Owners and Admins of its workspace alone", async () => {
    const { id } = await connectTo(owner, { host: "192.0.2.5" }, { kind: "generated" });
    const granted = member(owner.workspaceId, "member", [grantOn(id, "admin")]);
    await expect(remove(granted, id)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(remove(await makeOwner(), id)).rejects.toMatchObject({ kind: "not_found" });
    await remove(member(owner.workspaceId, "admin"), id);
  });
});
