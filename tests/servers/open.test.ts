import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { count, eq, isNotNull } from "drizzle-orm";
import { newId } from "#db/columns.ts";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import type { Member } from "#lib/access/actor.ts";
import { checkSilentServers } from "#lib/servers/check.ts";
import { noteConnection } from "#lib/servers/note-connection.ts";
import { useServer } from "#lib/servers/open.ts";
import { trustHostKey } from "#lib/servers/trust.ts";
import { fingerprint } from "#lib/ssh/host-keys.ts";
import { pool } from "#lib/ssh/pool.ts";
import { makeHostKey, startChaos } from "#tests/peers/ssh-chaos.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { hasSshd, startSshd } from "#tests/support/sshd.ts";
import {
  actionsOf,
  connectPinned,
  connectTo,
  freshKeyring,
  grantOn,
  makeOwner,
  member,
  moveTo,
  recordedOf,
  rowOf,
} from "./support.ts";

let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
  owner = await makeOwner();
});
afterAll(() => pool.close(0));

const nothing = async () => undefined;

/** An SSH server that writes down every attempt to sign in. */
async function startWitness(hostKey = makeHostKey()) {
  const attempts: string[] = [];
  const accept = (method: string) => attempts.push(method) > 0;
  return { ...(await startChaos({ hostKey, accept })), attempts };
}

describe.skipIf(!hasSshd)("using a server", () => {
  test("lends one connection to all, and keeps that it was reached, once", async () => {
    const sshd = await startSshd();
    const server = await connectPinned(owner, sshd);
    const keys = await Promise.all([1, 2, 3].map(() => useServer(server, async ({ hostKey }) => hostKey.key)));
    expect(keys).toEqual(Array(3).fill(sshd.hostKey.key));
    expect(sshd.connections()).toBe(1);
    expect(await rowOf(server.id)).toMatchObject({ connection: "connected", connectionReason: null });
    expect((await rowOf(server.id)).checkedAt).toBeInstanceOf(Date);
    expect(await actionsOf(server.id)).toEqual([
      "server.created",
      "server.host_key_pinned",
      "server.connection_changed",
    ]);
    pool.recycle(server.id);
    await sshd.stop();
  });

  test("that cannot be reached says why in the row, tells activity once, and recovers by itself", async () => {
    const sshd = await startSshd();
    const server = await connectPinned(owner, sshd);
    await moveTo(server.id, await freePort());
    const refused = { code: "refused" };
    await expect(useServer(server, nothing)).rejects.toMatchObject(refused);
    await expect(useServer(server, nothing)).rejects.toMatchObject(refused);
    const row = await rowOf(server.id);
    expect(row.connection).toBe("unreachable");
    expect(row.connectionReason).toContain("refused the connection");
    await moveTo(server.id, sshd.port);
    await useServer(server, nothing);
    expect(await rowOf(server.id)).toMatchObject({ connection: "connected", connectionReason: null });
    const changes = (await recordedOf(server.id)).filter(({ action }) => action === "server.connection_changed");
    expect(changes.map(({ detail }) => detail.to)).toEqual(["unreachable", "connected"]);
    pool.recycle(server.id);
    await sshd.stop();
  });

  test("passes on what the work throws and blames no connection for it", async () => {
    const sshd = await startSshd();
    const server = await connectPinned(owner, sshd);
    const work = useServer(server, () => Promise.reject(new Error("the work's own")));
    await expect(work).rejects.toThrow("the work's own");
    expect(await rowOf(server.id)).toMatchObject({ connection: "connected" });
    pool.recycle(server.id);
    await sshd.stop();
  });
});

describe("a host key", () => {
  test("that nobody confirmed keeps everything away: not even a connection is made", async () => {
    const witness = await startWitness();
    const server = await connectTo(owner, witness.endpoint, { kind: "password", password: "correct horse" });
    await expect(useServer(server, nothing)).rejects.toMatchObject({ kind: "conflict" });
    expect(witness.opened()).toBe(0);
    witness.stop();
  });

  test("is pinned only if it is the one presented now, and no credential is sent to find out", async () => {
    const witness = await startWitness();
    const server = await connectTo(owner, witness.endpoint, { kind: "password", password: "correct horse" });
    const another = `SHA256:${"A".repeat(43)}`;
    await expect(trustHostKey(owner, { server: server.id, fingerprint: another })).rejects.toMatchObject({
      fields: { fingerprint: expect.stringContaining(fingerprint(witness.hostKey)) },
    });
    expect((await rowOf(server.id)).hostKey).toBeNull();
    await trustHostKey(owner, { server: server.id, fingerprint: fingerprint(witness.hostKey) });
    expect((await rowOf(server.id)).hostKey).toEqual(witness.hostKey);
    expect(witness.attempts).toEqual([]);
    witness.stop();
  });

  test("that changed gets no credential, blocks everything, and is lifted by an Admin's confirmation alone", async () => {
    const before = await startWitness();
    const server = await connectPinned(owner, before);
    const after = await startWitness();
    await moveTo(server.id, after.endpoint.port);

    await expect(useServer(server, nothing)).rejects.toMatchObject({ code: "host_key_changed" });
    expect(await rowOf(server.id)).toMatchObject({ connection: "host_key_changed", changedHostKey: after.hostKey });
    expect(after.attempts).toEqual([]);

    await moveTo(server.id, before.endpoint.port);
    await expect(useServer(server, nothing)).rejects.toMatchObject({ kind: "conflict" });
    expect(before.attempts).toEqual([]);
    await noteConnection(owner, server, { connection: "connected" });
    expect(await rowOf(server.id)).toMatchObject({ connection: "host_key_changed" });

    await moveTo(server.id, after.endpoint.port);
    await trustHostKey(owner, { server: server.id, fingerprint: fingerprint(after.hostKey) });
    await useServer(server, nothing);
    expect(after.attempts).toEqual(["password"]);
    expect(await rowOf(server.id)).toMatchObject({ connection: "connected", changedHostKey: null });
    pool.recycle(server.id);
    before.stop();
    after.stop();
  });

  test("is not for a Member to confirm, nor for another workspace's Owner", async () => {
    const server = await connectTo(owner, {}, { kind: "generated" });
    const given = { server: server.id, fingerprint: `SHA256:${"A".repeat(43)}` };
    const admin = member(owner.workspaceId, "member", [grantOn(server.id, "admin")]);
    await expect(trustHostKey(admin, given)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(trustHostKey(await makeOwner(), given)).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("the check of silent servers", () => {
  test("looks at each that no other worker looks at, and tells what it found", async () => {
    const witness = await startWitness();
    const there = await connectPinned(owner, witness);
    const absent = await connectPinned(await makeOwner(), witness);
    await moveTo(absent.id, await freePort());
    const [due] = await db.select({ count: count() }).from(servers).where(isNotNull(servers.hostKey));

    await db.transaction(async (another) => {
      await another.select().from(servers).where(eq(servers.id, there.id)).for("update");
      expect(await checkSilentServers(0)).toBe((due?.count ?? 0) - 1);
    });
    expect(await rowOf(there.id)).toMatchObject({ connection: "unknown" });
    await Promise.all([checkSilentServers(0), checkSilentServers(0)]);
    expect(await rowOf(there.id)).toMatchObject({ connection: "connected" });
    expect(await rowOf(absent.id)).toMatchObject({ connection: "unreachable" });
    expect(await checkSilentServers(300)).toBe(0);
    witness.stop();
  });
});

test("a server of another workspace or an unknown one is not found", async () => {
  const { id } = await connectTo(owner, { host: "192.0.2.77" }, { kind: "generated" });
  const { workspaceId } = await makeOwner();
  await expect(useServer({ workspaceId, id }, nothing)).rejects.toMatchObject({ kind: "not_found" });
  await expect(useServer({ ...owner, id: newId() }, nothing)).rejects.toMatchObject({ kind: "not_found" });
});
