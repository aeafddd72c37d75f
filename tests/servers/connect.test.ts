import { inspect } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { servers } from "#db/schema/servers.ts";
import { parse } from "#lib/access/entry.ts";
import { toSnake } from "#lib/api/case.ts";
import { open } from "#lib/secrets/vault.ts";
import { connectServer, connectServerInput } from "#lib/servers/connect.ts";
import { serverView } from "#lib/servers/view.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { freshDatabase } from "#tests/support/database.ts";
import {
  connectTo,
  freshKeyring,
  makeLockedKey,
  makeOwner,
  makeWorkspace,
  member,
  recordedOf,
  rowOf,
} from "./support.ts";

beforeAll(async () => {
  await freshDatabase();
  freshKeyring();
});

const password = "a password of length";
const hostile = [
  "x; touch /tmp/canary",
  "$(touch /tmp/canary)",
  "`id`",
  "a b",
  "-oProxyCommand=x",
  "a\nb",
  "a\0b",
  "‮host",
];

describe("a server that is connected", () => {
  test("is remembered at once, with its credential sealed to its row", async () => {
    const owner = await makeOwner();
    const key = makeKeyPair();
    const privateKey = key.privateKey.reveal();
    const { id } = await connectTo(owner, { host: "Web-1.Example.com" }, { kind: "key", privateKey });

    const row = await rowOf(id);
    expect(row).toMatchObject({ host: "web-1.example.com", port: 22, username: "deploy", connection: "unknown" });
    expect(row.privateKey?.toString("latin1")).not.toContain("PRIVATE KEY");
    const place = { workspaceId: owner.workspaceId, table: "servers", row: id, column: "private_key" };
    expect(open(row.privateKey ?? Buffer.alloc(0), place).reveal()).toBe(privateKey);
  });

  test("with a pair that Devpilot makes shows its public key and the one line that lets it in", async () => {
    const server = await connectTo(await makeOwner(), {}, { kind: "generated" });
    const { access } = serverView(server);
    expect(access.publicKey).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ devpilot$/);
    expect(access.authorizeLine).toContain(`echo '${access.publicKey}' >> ~/.ssh/authorized_keys`);
    expect(access.kind).toBe("key");
  });

  test("tells activity who connected what, and never with which credential", async () => {
    const owner = await makeOwner();
    const { id } = await connectTo(owner, {}, { kind: "password", password, installKey: true });
    const [entry] = await recordedOf(id);
    expect(entry).toMatchObject({ action: "server.created", actorId: owner.userId, resourceLabel: "web-1" });
    expect(entry?.detail).toEqual({ host: "192.0.2.1", port: 22, username: "deploy", access: "password" });
    expect(JSON.stringify(entry)).not.toContain(password);
  });

  test("shows no secret in its view, its input or its row", async () => {
    const owner = await makeOwner();
    const access = { kind: "password", password, installKey: false };
    const input = parse(connectServerInput, { name: "web-1", host: "192.0.2.9", username: "deploy", access });
    expect(inspect(input, { depth: 9 })).not.toContain(password);
    const server = await connectServer(owner, input);
    expect(JSON.stringify(toSnake(serverView(server)))).not.toContain(password);
    expect(Object.keys(serverView(server))).not.toContain("password");
    const rows = JSON.stringify(await db.select().from(servers), (_, value: unknown) =>
      Buffer.isBuffer(value) ? value.toString("latin1") : value,
    );
    expect(rows).not.toContain(password);
  });

  test("is refused under the same host, port and user as another, which is named", async () => {
    const owner = await makeOwner();
    await connectTo(owner, { host: "2001:db8::1" }, { kind: "generated" }, "the first");
    const again = connectTo(owner, { host: "2001:DB8:0::0:1" }, { kind: "generated" }, "the second");
    await expect(again).rejects.toMatchObject({
      kind: "invalid",
      fields: { host: expect.stringContaining("the first") },
    });
    await connectTo(owner, { host: "2001:db8::1", user: "other" }, { kind: "generated" });
    await connectTo(await makeOwner(), { host: "2001:db8::1" }, { kind: "generated" });
  });

  test("is there once when it is connected many times at once", async () => {
    const owner = await makeOwner();
    const attempts = Array.from({ length: 8 }, () => connectTo(owner, {}, { kind: "generated" }));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("connecting refuses", () => {
  const wrong: [string, object][] = [
    ["host", { host: "" }],
    ["host", { host: "https://example.com" }],
    ["host", { host: "root@example.com" }],
    ["host", { host: "[::1]" }],
    ["host", { host: "127.1" }],
    ["host", { host: "fe80::1%eth0" }],
    ["host", { host: "a".repeat(64_000) }],
    ["host", { host: 7 }],
    ["port", { port: 0 }],
    ["port", { port: 65_536 }],
    ["port", { port: 22.5 }],
    ["port", { port: "22; id" }],
    ["username", { username: "Root" }],
    ["username", { username: "a".repeat(33) }],
    ["name", { name: "" }],
    ["name", { name: "a".repeat(256) }],
    ["name", { name: "bell\u0007" }],
    ["access.kind", { access: { kind: "telepathy" } }],
    ["access.password", { access: { kind: "password", password: "", installKey: true } }],
    ["access.privateKey", { access: { kind: "key" } }],
    ["access.privateKey", { access: { kind: "key", privateKey: "x".repeat(64_000) } }],
    ["workspaceId", { workspaceId: "another" }],
    ...hostile.flatMap((text): [string, object][] => [
      ["host", { host: text }],
      ["username", { username: text }],
    ]),
  ];

  test.each(wrong)("a wrong %s beside its field: %j", (field, change) => {
    const right = { name: "web-1", host: "192.0.2.1", port: 22, username: "deploy", access: { kind: "generated" } };
    let fields: Record<string, string> = {};
    try {
      parse(connectServerInput, { ...right, ...change });
    } catch (error) {
      ({ fields } = error as { fields: Record<string, string> });
    }
    expect(Object.keys(fields)).toContain(field);
  });

  test("what is no private key, a public key, or a key whose passphrase is missing or wrong", async () => {
    const owner = await makeOwner();
    const { publicKey } = makeKeyPair();
    const lockedKey = makeLockedKey("open sesame");
    const refusal = (access: object) => connectTo(owner, {}, { kind: "key", ...access });
    await expect(refusal({ privateKey: "nonsense" })).rejects.toMatchObject({
      fields: { "access.privateKey": expect.stringContaining("not a private key") },
    });
    await expect(refusal({ privateKey: publicKey })).rejects.toMatchObject({
      fields: { "access.privateKey": expect.stringContaining("public key") },
    });
    await expect(refusal({ privateKey: lockedKey })).rejects.toMatchObject({
      fields: { "access.passphrase": expect.any(String) },
    });
    await expect(refusal({ privateKey: lockedKey, passphrase: "wrong" })).rejects.toMatchObject({
      fields: { "access.passphrase": expect.stringContaining("does not open") },
    });
    await refusal({ privateKey: lockedKey, passphrase: "open sesame" });
  });

  test("a Member, whatever grants they hold, and a stranger", async () => {
    const { id } = await makeWorkspace();
    const access = { kind: "generated" };
    await expect(connectTo(member(id, "member"), {}, access)).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = member("01890000-0000-7000-8000-000000000000", "owner");
    await expect(connectTo(stranger, {}, access)).rejects.toMatchObject({ kind: "not_found" });
  });
});
