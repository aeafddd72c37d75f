import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { useServer } from "#lib/servers/open.ts";
import { removeServer } from "#lib/servers/remove.ts";
import { testServer } from "#lib/servers/test.ts";
import { pool } from "#lib/ssh/pool.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { hasDropbear, startDropbear } from "#tests/support/dropbear.ts";
import { hasSshd, type SshdOptions } from "#tests/support/sshd.ts";
import { isRoot } from "#tests/support/users.ts";
import { publicHalf, startMachine } from "./machine.ts";
import { testAndTrust } from "./make-ready.ts";
import { actionsOf, connectTo, freshKeyring, makeLockedKey, makeOwner, recordedOf, rowOf } from "./support.ts";

let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
  owner = await makeOwner();
});
afterAll(() => pool.close(0));

const password = "correct horse battery";
const isOk = ({ state }: { state: string }) => state === "ok";
const wholeOrder = ["resolve", "connect", "fingerprint", "authenticate", "inspect", "install"];

describe.skipIf(!hasSshd || !isRoot)("a server becomes ready", () => {
  test("with a pair that Devpilot made, once its line was pasted", async () => {
    const machine = await startMachine();
    const server = await connectTo(owner, machine.sshd.endpoint, { kind: "generated" });
    const early = await testAndTrust(owner, server.id);
    expect(early.stages.at(-1)).toMatchObject({ stage: "authenticate", state: "failed" });
    expect(early.stages.at(-1)?.words).toContain(server.publicKey?.split(" ")[1]);

    machine.authorize(server.publicKey ?? "");
    const { stages, server: ready } = await testServer(owner, { server: server.id });
    expect(stages.map(({ stage }) => stage)).toEqual(wholeOrder);
    expect(stages.every(isOk)).toBe(true);
    expect(ready).toMatchObject({
      connection: "connected",
      facts: { home: machine.sshd.home, sudo: expect.stringMatching(/password|none/) },
    });
    expect(Object.keys(ready.facts ?? {})).not.toContain("bootId");
    expect(existsSync(join(machine.sshd.home, ".devpilot/agent/start.sh"))).toBe(true);
    await machine.stop();
  });

  test("with a key and its passphrase", async () => {
    const machine = await startMachine();
    const privateKey = makeLockedKey("open sesame");
    machine.authorize(publicHalf(privateKey, "open sesame"));
    const access = { kind: "key", privateKey, passphrase: "open sesame" };
    const server = await connectTo(owner, machine.sshd.endpoint, access);
    expect((await testAndTrust(owner, server.id)).stages.every(isOk)).toBe(true);
    await machine.stop();
  });

  test("with a password, which installs Devpilot's own key and is forgotten then", async () => {
    const machine = await startMachine({ password });
    const access = { kind: "password", password, installKey: true };
    const { id } = await connectTo(owner, machine.sshd.endpoint, access);
    const { stages, server } = await testAndTrust(owner, id);
    expect(stages.every(isOk)).toBe(true);
    expect(stages[3]?.words).toContain("password is forgotten");
    expect(server.password).toBeNull();
    expect(machine.authorizedKeys()).toEqual([machine.sshd.publicKey, server.publicKey]);
    expect(await actionsOf(id)).toContain("server.key_installed");

    const again = await testServer(owner, { server: id });
    expect(again.stages.find(({ stage }) => stage === "authenticate")?.words).toContain("publickey");
    expect(machine.authorizedKeys()).toHaveLength(2);
    await machine.stop();
  });

  test("with a password that is kept, sealed, when the key is declined", async () => {
    const machine = await startMachine({ password });
    const { id } = await connectTo(owner, machine.sshd.endpoint, { kind: "password", password, installKey: false });
    expect((await testAndTrust(owner, id)).stages.every(isOk)).toBe(true);
    expect(await rowOf(id)).toMatchObject({ privateKey: null, password: expect.any(Buffer) });
    expect(machine.authorizedKeys()).toEqual([machine.sshd.publicKey]);
    await machine.stop();
  });

  test("and no secret is left in its row, in activity or in any file that was put there", async () => {
    const machine = await startMachine({ password });
    const { id } = await connectTo(owner, machine.sshd.endpoint, { kind: "password", password, installKey: false });
    const { stages } = await testAndTrust(owner, id);
    const written = JSON.stringify([await rowOf(id), await recordedOf(id), stages], (_, value: unknown) =>
      Buffer.isBuffer(value) ? value.toString("latin1") : value,
    );
    expect(written).not.toContain(password);
    expect(filesBelow(machine.sshd.home).filter((file) => readFileSync(file, "latin1").includes(password))).toEqual([]);
    await machine.stop();
  });

  test("and is bare again when it is removed with its agent", async () => {
    const machine = await startMachine({ password });
    const { id } = await connectTo(owner, machine.sshd.endpoint, { kind: "password", password, installKey: false });
    await testAndTrust(owner, id);
    await removeServer(owner, { server: id, uninstallAgent: true });
    expect(existsSync(join(machine.sshd.home, ".devpilot"))).toBe(false);
    await machine.stop();
  });
});

describe.skipIf(!hasSshd || !isRoot)("a server does not become ready, and the test says why,", () => {
  const failing = async (options: SshdOptions, access: object = { kind: "password", password, installKey: false }) => {
    const machine = await startMachine({ password, ...options });
    const { id } = await connectTo(owner, machine.sshd.endpoint, access);
    const { stages } = await testAndTrust(owner, id);
    await machine.stop();
    return { last: stages.at(-1), row: await rowOf(id) };
  };

  test("when it does not take the key that was installed; the password is kept", async () => {
    const access = { kind: "password", password, installKey: true };
    const { last, row } = await failing({ config: ["PubkeyAuthentication no"] }, access);
    expect(last).toMatchObject({ stage: "authenticate", state: "failed", fix: expect.stringContaining("sshd_config") });
    expect(row.password).toBeInstanceOf(Buffer);
  });

  test("when git is missing; what else was found is kept", async () => {
    const path = pathWithout("git");
    const { last, row } = await failing({ config: [`SetEnv PATH=${path}`] });
    rmSync(path, { recursive: true });
    expect(last).toMatchObject({ stage: "inspect", state: "failed", fix: expect.stringContaining("apt install git") });
    expect(last?.words).toContain("git is not installed");
    expect(row).toMatchObject({ connection: "connected", facts: { gitVersion: null } });
  });

  test("when bash is missing", async () => {
    const path = pathWithout("bash");
    const { last } = await failing({ config: [`SetEnv PATH=${path}`] });
    rmSync(path, { recursive: true });
    expect(last).toMatchObject({ stage: "inspect", state: "failed", fix: expect.stringContaining("bash") });
    expect(last?.words).toContain("no bash");
  });
});

describe.skipIf(!hasDropbear)("a server with Dropbear becomes ready", () => {
  test("with a password that gives way to Devpilot's own key", async () => {
    const dropbear = await startDropbear({ password });
    const access = { kind: "password", password, installKey: true };
    const { id, workspaceId } = await connectTo(owner, dropbear.endpoint, access);
    const { stages } = await testAndTrust(owner, id);
    expect(stages.filter((stage) => !isOk(stage))).toEqual([]);
    expect((await rowOf(id)).password).toBeNull();
    expect(await useServer({ id, workspaceId }, async ({ closed }) => closed)).toBe(false);
    pool.recycle(id);
    dropbear.stop();
  });
});

/** A directory with links to every program of this machine but one. */
function pathWithout(program: string): string {
  const directory = mkdtempSync(join(tmpdir(), "path-"));
  chmodSync(directory, 0o755);
  for (const name of readdirSync("/usr/bin")) {
    if (name !== program) symlinkSync(join("/usr/bin", name), join(directory, name));
  }
  return directory;
}

function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
