import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import type { StageReport } from "#lib/servers/stages.ts";
import { testServer } from "#lib/servers/test.ts";
import { fingerprint } from "#lib/ssh/host-keys.ts";
import { pool } from "#lib/ssh/pool.ts";
import { startBanner, startChaos } from "#tests/peers/ssh-chaos.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { connectPinned, connectTo, freshKeyring, grantOn, makeOwner, member, moveTo, rowOf } from "./support.ts";

let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
  owner = await makeOwner();
});
afterAll(() => pool.close(0));

const password = { kind: "password", password: "correct horse", installKey: true };
const brief = (stages: StageReport[]) => stages.map(({ stage, state }) => `${stage} ${state}`);

describe("the connection test says in words, with the fix,", () => {
  test("that a name is not known", async () => {
    const { id } = await connectTo(owner, { host: "no-such-server.invalid" }, { kind: "generated" });
    const { stages, server } = await testServer(owner, { server: id });
    expect(brief(stages)).toEqual(["resolve failed"]);
    expect(stages[0]).toMatchObject({ fix: expect.any(String) });
    expect(stages[0]?.words).toContain("no-such-server.invalid");
    expect(server).toMatchObject({ connection: "unreachable", connectionReason: stages[0]?.words });
  });

  test("that nobody listens on the port", async () => {
    const { id } = await connectTo(owner, { host: "127.0.0.1", port: await freePort() }, { kind: "generated" });
    const { stages } = await testServer(owner, { server: id });
    expect(brief(stages)).toEqual(["resolve ok", "connect failed"]);
    expect(stages[1]).toMatchObject({
      words: expect.stringContaining("refused the connection"),
      fix: expect.stringContaining("port"),
    });
  });

  test("that what answers is not SSH", async () => {
    const web = await startBanner("SSH-1.5-Ancient\r\n");
    const { id } = await connectTo(owner, web.endpoint, { kind: "generated" });
    const { stages } = await testServer(owner, { server: id });
    expect(brief(stages)).toEqual(["resolve ok", "connect ok", "fingerprint failed"]);
    expect(stages[2]).toMatchObject({ words: expect.stringContaining("not with SSH") });
    web.stop();
  });

  test("that the credential is refused, beside everything that went well", async () => {
    const chaos = await startChaos({ accept: () => false });
    const server = await connectPinned(owner, chaos);
    const { stages } = await testServer(owner, { server: server.id });
    expect(brief(stages)).toEqual(["resolve ok", "connect ok", "fingerprint ok", "authenticate failed"]);
    expect(stages[3]).toMatchObject({
      words: expect.stringContaining("refused this password"),
      fix: expect.any(String),
    });
    expect(await rowOf(server.id)).toMatchObject({ connection: "unreachable" });
    chaos.stop();
  });

  test("that no command can be run", async () => {
    const chaos = await startChaos({ refuseSessions: 99 });
    const server = await connectPinned(owner, chaos);
    const { stages } = await testServer(owner, { server: server.id });
    expect(brief(stages).slice(3)).toEqual(["authenticate ok", "inspect failed"]);
    expect(stages[4]).toMatchObject({ words: expect.stringContaining("session"), fix: expect.any(String) });
    chaos.stop();
  });

  test("that the connection was cut meanwhile", async () => {
    const chaos = await startChaos({ run: (_, cut) => cut() });
    const server = await connectPinned(owner, chaos);
    const { stages } = await testServer(owner, { server: server.id });
    expect(brief(stages).at(-1)).toBe("inspect failed");
    chaos.stop();
  });
});

describe("the host key in the connection test", () => {
  test("is shown for confirmation before any credential is sent", async () => {
    const attempts: string[] = [];
    const witness = await startChaos({ accept: (method) => attempts.push(method) > 0 });
    const { id } = await connectTo(owner, witness.endpoint, password);
    const { stages } = await testServer(owner, { server: id });
    expect(brief(stages)).toEqual(["resolve ok", "connect ok", "fingerprint needs_confirmation"]);
    expect(stages[2]).toMatchObject({
      fingerprint: fingerprint(witness.hostKey),
      words: expect.stringContaining(fingerprint(witness.hostKey)),
      fix: expect.stringContaining("ssh-keygen -lf"),
    });
    expect(attempts).toEqual([]);
    expect((await rowOf(id)).hostKey).toBeNull();
    witness.stop();
  });

  test("that changed fails the test, each time, and no credential is sent", async () => {
    const attempts: string[] = [];
    const before = await startChaos();
    const after = await startChaos({ accept: (method) => attempts.push(method) > 0 });
    const server = await connectPinned(owner, before);
    await moveTo(server.id, after.endpoint.port);
    for (let time = 0; time < 2; time++) {
      const { stages, server: row } = await testServer(owner, { server: server.id });
      expect(brief(stages)).toEqual(["resolve ok", "connect ok", "fingerprint failed"]);
      expect(stages[2]).toMatchObject({ fingerprint: fingerprint(after.hostKey) });
      expect(row).toMatchObject({ connection: "host_key_changed", changedHostKey: after.hostKey });
    }
    expect(attempts).toEqual([]);

    await moveTo(server.id, before.endpoint.port);
    const { stages, server: row } = await testServer(owner, { server: server.id });
    expect(brief(stages).at(-1)).toBe("fingerprint needs_confirmation");
    expect(row.connection).toBe("host_key_changed");
    before.stop();
    after.stop();
  });
});

describe("the connection test", () => {
  test("tells each stage as it goes: first that it runs, then how it ended", async () => {
    const chaos = await startChaos({ accept: () => false });
    const server = await connectPinned(owner, chaos);
    const told: StageReport[] = [];
    await testServer(owner, { server: server.id }, (report) => told.push(report));
    expect(brief(told)).toEqual([
      "resolve running",
      "resolve ok",
      "connect running",
      "connect ok",
      "fingerprint running",
      "fingerprint ok",
      "authenticate running",
      "authenticate failed",
    ]);
    chaos.stop();
  });

  test("never says the credential, whatever fails", async () => {
    const chaos = await startChaos({ accept: () => false });
    const server = await connectPinned(owner, chaos);
    const { stages } = await testServer(owner, { server: server.id });
    expect(JSON.stringify(stages)).not.toContain("correct horse");
    chaos.stop();
  });

  test("is refused to a collaborator and to another workspace", async () => {
    const { id } = await connectTo(owner, { host: "192.0.2.50" }, { kind: "generated" });
    const collaborator = member(owner.workspaceId, "member", [grantOn(id, "collaborator")]);
    await expect(testServer(collaborator, { server: id })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(testServer(await makeOwner(), { server: id })).rejects.toMatchObject({ kind: "not_found" });
  });
});
