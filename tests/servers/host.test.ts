import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { checkSilentServers } from "#lib/servers/check.ts";
import { testServer } from "#lib/servers/test.ts";
import { trustHostKey } from "#lib/servers/trust.ts";
import { pool } from "#lib/ssh/pool.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { bootHost, type Host, whyNoHosts } from "#tests/support/hosts.ts";
import { testAndTrust } from "./make-ready.ts";
import { connectTo, freshKeyring, makeOwner, rowOf } from "./support.ts";

describe.skipIf(whyNoHosts !== null)(`a real Debian server ${whyNoHosts ?? ""}`.trim(), () => {
  let owner: Member, host: Host;

  beforeAll(async () => {
    await freshDatabase();
    freshKeyring();
    [owner, host] = await Promise.all([makeOwner(), bootHost("servers")]);
  });
  afterAll(async () => {
    await pool.close(0);
    await host.stop();
  });

  const connect = (user: "deploy" | "root") =>
    connectTo(owner, { host: host.host, user }, { kind: "key", privateKey: host.privateKey }, user);

  test("is found out about in every respect", async () => {
    const { id } = await connect("deploy");
    const { stages, server } = await testAndTrust(owner, id);
    expect(stages.map(({ state }) => state)).toEqual(Array(6).fill("ok"));
    expect(server.facts).toEqual({
      os: "Debian GNU/Linux",
      osVersion: "13",
      arch: expect.stringMatching(/^(x86_64|aarch64)$/),
      cpus: expect.any(Number),
      memoryBytes: expect.any(Number),
      diskBytes: expect.any(Number),
      diskFreeBytes: expect.any(Number),
      gitVersion: expect.stringMatching(/^2\./),
      bashVersion: expect.stringMatching(/^5\./),
      sudo: "nopasswd",
      systemd: true,
      home: "/home/deploy",
    });
    expect(stages[4]?.words).toMatch(/^Debian GNU\/Linux 13 · .* · git 2\.[\d.]+ · sudo/);
  });

  test("is two servers for two users, each with an agent of its own", async () => {
    const { id } = await connect("root");
    const { server } = await testAndTrust(owner, id);
    expect(server.facts).toMatchObject({ home: "/root", sudo: "nopasswd" });
  });

  test("keeps its host key over a power cut", async () => {
    const { id } = await connectAgain("deploy");
    await host.reboot();
    const { stages } = await testServer(owner, { server: id });
    expect(stages.map(({ state }) => state)).toEqual(Array(6).fill("ok"));
  });

  test("is noticed when its network goes dark, and when it is back", async () => {
    const { id } = await connectAgain("root");
    pool.recycle(id);
    host.cut();
    await checkSilentServers(0);
    expect((await rowOf(id)).connection).toBe("unreachable");
    host.heal();
    await checkSilentServers(0);
    expect((await rowOf(id)).connection).toBe("connected");
  }, 60_000);

  /** In a workspace of its own, where the address is not taken yet. */
  async function connectAgain(user: "deploy" | "root") {
    owner = await makeOwner();
    const server = await connect(user);
    const { stages } = await testServer(owner, { server: server.id });
    await trustHostKey(owner, { server: server.id, fingerprint: stages.at(-1)?.fingerprint ?? "" });
    return server;
  }
});
