import { sql } from "drizzle-orm";
import fc from "fast-check";

import { beforeAll, beforeEach, expect, test } from "vitest";
import { validate as isUuid } from "uuid";
import { db } from "#db/index.ts";
import { parameterNames } from "#lib/api/match.ts";
import { type OperationId, operations } from "#lib/api/operations.ts";
import { openVariables } from "#lib/apps/environment.ts";
import { createProject } from "#lib/projects/create.ts";
import { call, send } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { samples } from "#tests/support/samples.ts";
import { runs } from "#tests/support/soak.ts";
import { addApp, addKey, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let token: string;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  ({ token } = await addKey(world.owner));
});

const forgetTries = () => db.execute(sql`delete from rate_limits`);
beforeEach(forgetTries);

const payloads = [
  "$(touch /tmp/canary)",
  "`touch /tmp/canary`",
  "; touch /tmp/canary #",
  "' || touch /tmp/canary || '",
  '"; touch /tmp/canary; "',
  "x\ntouch /tmp/canary",
  "x\0y",
  "${IFS}touch${IFS}/tmp/canary",
  "--upload-pack=touch /tmp/canary",
  "-oProxyCommand=touch",
  "../../etc/passwd",
  "/srv/../etc",
  "%0a%0d",
  "=cmd|' /C calc'!A0",
  "<script>alert(1)</script>",
  "' or 1=1 --",
  "\u202Eevil\u202C",
  "\ud800",
  "\u{1F600}".repeat(64),
  "",
  " ",
  "a".repeat(255),
  "a".repeat(65_536),
  "é".repeat(65_536),
];

type Path = (string | number)[];
interface Leaf {
  path: Path;
  value: string;
}

/** Every text in an operation's body that is not an id. */
async function bodyTexts(id: OperationId): Promise<Leaf[]> {
  const inPath = parameterNames(operations[id].path);
  return textsIn(await samples[id](world)).filter(({ path }) => !inPath.includes(String(path[0])));
}

/** Every text in an input that is not an id. */
function textsIn(value: unknown, path: Path = []): Leaf[] {
  if (typeof value === "string") return isUuid(value) ? [] : [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...path, name]));
}

function replaced(input: Record<string, unknown>, path: Path, value: unknown): Record<string, unknown> {
  const copy = structuredClone(input);
  const holder = path.slice(0, -1).reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], copy);
  (holder as Record<string, unknown>)[String(path.at(-1))] = value;
  return copy;
}

// These ask a machine, and their text goes to a confirmed comparison only.
const asksMachine = new Set<string>(["servers.test", "servers.trust", "servers.rotateKey", "apps.trySource"]);
const changing = (Object.keys(operations) as OperationId[]).filter(
  (id) => operations[id].method !== "GET" && !asksMachine.has(id),
);

/** These ask a git host, and in this world none is there. */
const asksHost = new Set<string>(["integrations.connectToken", "integrations.connectHttps"]);

/** What is written and never read again, and what has one spelling, which its own tests show. */
const notRepeated = /^(variables\.\d+\.value|access\.password|clientSecret|text|host|origin|repositoryUrl)$/;

async function tryText(id: OperationId, { path }: Leaf, text: string): Promise<void> {
  await forgetTries();
  const input = replaced(await samples[id](world), path, text);
  const { status, body } = await call(id, input, { token });
  const isRefused = [404, 409, 413, 422].includes(status) || (status === 503 && asksHost.has(id));
  const what = [id, path.join("."), text.slice(0, 40)];
  expect([...what, isRefused || status < 300 || status]).toEqual([...what, true]);
  if (isRefused || status === 204 || notRepeated.test(path.join("."))) return;
  const kept = textsIn(body).map(({ value }) => value);
  expect([...what, kept.includes(text) || kept.includes(text.trim()) || text.trim() === ""]).toEqual([...what, true]);
}

test.each(changing)("%s takes each text byte for byte or refuses it with words, and never breaks", async (id) => {
  for (const leaf of await bodyTexts(id)) {
    for (const payload of payloads) await tryText(id, leaf, payload);
  }
});

test.each(changing)("%s survives any text at all", async (id) => {
  for (const leaf of await bodyTexts(id)) {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (text) => {
        await tryText(id, leaf, text);
      }),
      { numRuns: runs(3, 300) },
    );
  }
});

test.each(changing)("%s refuses what is not of its type with words", async (id) => {
  const input = await samples[id](world);
  const inPath = parameterNames(operations[id].path);
  for (const name of Object.keys(input).filter((field) => !inPath.includes(field))) {
    for (const wrong of [null, 0, -1, 1e300, true, [], {}, [[]], "x".repeat(10), { a: { b: 1 } }]) {
      const { status } = await call(id, { ...(await samples[id](world)), [name]: wrong }, { token });
      expect([id, name, wrong, status < 500 || (status === 503 && asksHost.has(id))]).toEqual([id, name, wrong, true]);
    }
  }
});

const odd = [...payloads.filter((text) => text.length < 1000 && text.isWellFormed()), "null", "undefined", "0", "*"];
const addressed = Object.values(operations).filter(({ path }) => path.includes("{"));

test.each(addressed)(
  "whatever stands in $method $path is not found or refused, and never breaks",
  async (operation) => {
    const { method, path } = operation;
    await forgetTries();
    for (const text of odd) {
      const address = path.replace(/\{\w+\}/g, () => encodeURIComponent(text));
      const { status } = await send(method, address, { token, json: method === "GET" ? undefined : {} });
      expect([method, address, [404, 405, 422].includes(status) || status]).toEqual([method, address, true]);
    }
  },
);

test("whatever stands in a query is refused or finds nothing, and never breaks", async () => {
  for (const text of odd) {
    for (const name of ["action", "resource_kind", "actor", "resource", "cursor", "limit"]) {
      const { status } = await send("GET", `/activity?${new URLSearchParams({ [name]: text }).toString()}`, { token });
      expect([name, text, [200, 422].includes(status)]).toEqual([name, text, true]);
    }
  }
});

test("a variable keeps exactly the bytes that were given, and they never come back in an answer", async () => {
  const values = payloads.filter(
    (text) => text.isWellFormed() && !text.includes("\0") && Buffer.byteLength(text) <= 65_536,
  );
  const variables = values.map((value, index) => ({ key: `PAYLOAD_${index}`, value, isSecret: true }));
  // In a project of its own: what others shared before would be listed too.
  const project = await createProject(world.owner.actor, { name: "Exact" });
  const app = (await addApp(world.owner.actor, project.id, world.serverId, "/srv/exact")).id;
  const { status, text } = await call("variables.put", { app, variables }, { token });
  expect(status).toBe(200);
  const opened = await openVariables({ id: app });
  const kept = new Map(opened.map(({ key, value }) => [key, value.reveal()]));
  for (const { key, value } of variables) expect(kept.get(key)).toBe(value);
  const listed = await call("variables.list", { app }, { token });
  for (const value of values.filter(({ length }) => length > 12)) {
    expect(text + listed.text).not.toContain(JSON.stringify(value).slice(1, -1));
  }
});
