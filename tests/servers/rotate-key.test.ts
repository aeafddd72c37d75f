import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Member } from "#lib/access/actor.ts";
import { parse } from "#lib/access/entry.ts";
import { useServer } from "#lib/servers/open.ts";
import { rotateKey, rotateKeyInput } from "#lib/servers/rotate-key.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { pool } from "#lib/ssh/pool.ts";
import { startChaos } from "#tests/peers/ssh-chaos.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { hasSshd } from "#tests/support/sshd.ts";
import { isRoot } from "#tests/support/users.ts";
import { publicHalf, startMachine } from "./machine.ts";
import {
  actionsOf,
  connectPinned,
  connectTo,
  freshKeyring,
  grantOn,
  makeLockedKey,
  makeOwner,
  member,
  rowOf,
} from "./support.ts";

let owner: Member;

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
  owner = await makeOwner();
});
afterAll(() => pool.close(0));

const password = "correct horse battery";
const rotate = (actor: Member, server: string, access: object) =>
  rotateKey(actor, parse(rotateKeyInput, { server, access }));
const signsIn = (server: { workspaceId: string; id: string }) => useServer(server, async ({ closed }) => !closed);

describe.skipIf(!hasSshd || !isRoot)("replacing a server's credential", () => {
  test("happens once the new key has signed in", async () => {
    const machine = await startMachine();
    const server = await connectPinned(owner, machine.sshd);
    const { publicKey, privateKey } = makeKeyPair();
    machine.authorize(publicKey);
    await rotate(owner, server.id, { kind: "key", privateKey: privateKey.reveal() });
    expect(await signsIn(server)).toBe(true);
    expect(await actionsOf(server.id)).toContain("server.access_replaced");
    await machine.stop();
  });

  test("leaves the old one alone when the server refuses the new one, and says so beside its field", async () => {
    const machine = await startMachine({ password });
    const server = await connectPinned(owner, machine.sshd);
    const before = await rowOf(server.id);
    const strange = rotate(owner, server.id, { kind: "key", privateKey: makeKeyPair().privateKey.reveal() });
    await expect(strange).rejects.toMatchObject({
      fields: { "access.privateKey": expect.stringContaining("refused") },
    });
    const wrong = rotate(owner, server.id, { kind: "password", password: "not the password", installKey: true });
    await expect(wrong).rejects.toMatchObject({ fields: { "access.password": expect.stringContaining("refused") } });
    expect(await rowOf(server.id)).toEqual(before);
    expect(await signsIn(server)).toBe(true);
    await machine.stop();
  });

  test("by a pair of Devpilot's puts it on the server with the old credential, and takes the pair before it off", async () => {
    const machine = await startMachine();
    const server = await connectPinned(owner, machine.sshd);
    const first = await rotate(owner, server.id, { kind: "generated" });
    expect(machine.authorizedKeys()).toContain(first.publicKey);
    const second = await rotate(owner, server.id, { kind: "generated" });
    expect(second.publicKey).not.toBe(first.publicKey);
    expect(machine.authorizedKeys()).toEqual([machine.sshd.publicKey, second.publicKey]);
    expect(await signsIn(server)).toBe(true);
    await machine.stop();
  });

  test("by a password installs a key and keeps no password; declined, it keeps the password sealed", async () => {
    const machine = await startMachine({ password });
    const server = await connectPinned(owner, machine.sshd);
    await rotate(owner, server.id, { kind: "password", password, installKey: true });
    expect(await rowOf(server.id)).toMatchObject({ password: null, privateKey: expect.any(Buffer) });
    expect(await signsIn(server)).toBe(true);

    await rotate(owner, server.id, { kind: "password", password, installKey: false });
    const row = await rowOf(server.id);
    expect(row).toMatchObject({ privateKey: null, publicKey: null, password: expect.any(Buffer) });
    expect(row.password?.toString("latin1")).not.toContain(password);
    expect(machine.authorizedKeys()).toEqual([machine.sshd.publicKey]);
    expect(await signsIn(server)).toBe(true);
    await machine.stop();
  });

  test("takes a key with its passphrase", async () => {
    const machine = await startMachine();
    const server = await connectPinned(owner, machine.sshd);
    const privateKey = makeLockedKey("open sesame");
    machine.authorize(publicHalf(privateKey, "open sesame"));
    await rotate(owner, server.id, { kind: "key", privateKey, passphrase: "open sesame" });
    expect((await rowOf(server.id)).passphrase).toBeInstanceOf(Buffer);
    expect(await signsIn(server)).toBe(true);
    await machine.stop();
  });

  test("ends a file without a last line end before it adds to it", async () => {
    const machine = await startMachine();
    machine.writeAuthorizedKeys(machine.sshd.publicKey);
    const server = await connectPinned(owner, machine.sshd);
    const { publicKey } = await rotate(owner, server.id, { kind: "generated" });
    expect(machine.authorizedKeys()).toEqual([machine.sshd.publicKey, publicKey]);
    await machine.stop();
  });
});

describe("replacing a credential is refused", () => {
  test("before the host key is confirmed, and then nothing is sent", async () => {
    const attempts: string[] = [];
    const witness = await startChaos({ accept: (method) => attempts.push(method) > 0 });
    const server = await connectTo(owner, witness.endpoint, { kind: "generated" });
    const access = { kind: "password", password, installKey: true };
    await expect(rotate(owner, server.id, access)).rejects.toMatchObject({ kind: "conflict" });
    expect(witness.opened()).toBe(0);
    expect(attempts).toEqual([]);
    witness.stop();
  });

  test("by a pair of Devpilot's when the present credential does not open", async () => {
    const witness = await startChaos({ accept: () => false });
    const server = await connectPinned(owner, witness);
    const refusal = rotate(owner, server.id, { kind: "generated" });
    await expect(refusal).rejects.toMatchObject({ message: expect.stringContaining("present credential") });
    expect((await rowOf(server.id)).publicKey).toBeNull();
    witness.stop();
  });

  test("for a collaborator and for another workspace", async () => {
    const server = await connectTo(owner, { host: "192.0.2.40" }, { kind: "generated" });
    const collaborator = member(owner.workspaceId, "member", [grantOn(server.id, "collaborator")]);
    await expect(rotate(collaborator, server.id, { kind: "generated" })).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = rotate(await makeOwner(), server.id, { kind: "generated" });
    await expect(stranger).rejects.toMatchObject({ kind: "not_found" });
  });
});

describe("the script that changes authorized_keys", () => {
  const script = readFileSync(join(import.meta.dirname, "../../lib/agent/authorize-key.sh"));
  const runScript = (home: string, input: Buffer) =>
    spawnSync("bash", ["-s"], { input, env: { ...process.env, HOME: home }, encoding: "utf8" }).status;

  test("does nothing when its text or its request comes too short, and never runs data as commands", () => {
    const home = mkdtempSync(join(tmpdir(), "home-"));
    expect(runScript(home, script.subarray(0, -4))).not.toBe(0);
    expect(runScript(home, Buffer.concat([script, Buffer.from("ADD=ssh-ed25519 AAAA")]))).not.toBe(0);
    expect(runScript(home, Buffer.concat([script, Buffer.from("X=1\0\0\ntouch $HOME/canary\n")]))).toBe(64);
    expect(readdirSync(home)).toEqual([]);
    rmSync(home, { recursive: true });
  });
});
