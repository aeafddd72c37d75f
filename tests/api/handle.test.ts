import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/index.ts";
import { largestBody } from "#lib/api/body.ts";
import { handleApi } from "#lib/api/handle.ts";
import { send } from "#tests/support/api.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { addKey, makeWorld, type World } from "#tests/support/world.ts";

let world: World;
let token: string;

beforeAll(async () => {
  await freshDatabase();
  world = await makeWorld();
  ({ token } = await addKey(world.owner));
});

test("a key finds its workspace, in snake_case, and nothing keeps the answer", async () => {
  const { status, body, headers } = await send("GET", "/workspace", { token });
  expect(status).toBe(200);
  expect(body).toEqual({
    id: world.workspace.id,
    slug: world.workspace.slug,
    name: world.workspace.name,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
  });
  expect(headers.get("cache-control")).toBe("no-store");
});

test("without a key, or with one that nobody made, the answer is 401 and says how to send one", async () => {
  for (const bad of [undefined, "dp_nobodymadethis", "nonsense"]) {
    const { status, body, headers } = await send("GET", "/workspace", { token: bad });
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body.title).toBe("Not signed in");
  }
});

test("an expired key and a revoked key are 401", async () => {
  const expired = await addKey(world.owner, ["read"], new Date(Date.now() - 1000));
  expect((await send("GET", "/workspace", { token: expired.token })).status).toBe(401);
  const revoked = await addKey(world.owner, ["read"]);
  expect((await send("DELETE", `/keys/${revoked.id}`, { token })).status).toBe(204);
  expect((await send("GET", "/workspace", { token: revoked.token })).status).toBe(401);
});

test("an address that is not there is a 404 problem, whatever its spelling", async () => {
  const odd = ["/nothing", "/projects/", "//projects", "/%", "/%2e%2e/projects", "/projects/%00", "", "/"];
  for (const path of odd) {
    const { status, headers } = await send("GET", path, { token });
    expect([path, status]).toEqual([path, 404]);
    expect(headers.get("content-type")).toBe("application/problem+json");
  }
});

test("a wrong method is 405 and says which are right", async () => {
  const { status, headers } = await send("PUT", "/projects", { token });
  expect(status).toBe(405);
  expect(headers.get("allow")).toBe("GET, POST, HEAD, OPTIONS");
});

test("OPTIONS tells the methods, HEAD answers like GET without a body", async () => {
  const options = await send("OPTIONS", "/projects");
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, POST, HEAD, OPTIONS"]);
  const head = await send("HEAD", "/projects", { token });
  expect([head.status, head.text]).toEqual([200, ""]);
});

test("a body above 1 MB is 413, whether its length is told or not", async () => {
  const name = "x".repeat(largestBody);
  expect((await send("POST", "/projects", { token, json: { name } })).status).toBe(413);
  const stream = new Blob([JSON.stringify({ name })]).stream();
  const request = { method: "POST", body: stream, duplex: "half", headers: { authorization: `Bearer ${token}` } };
  const told = await handleApi(new Request("http://devpilot.test/api/v1/projects", request));
  expect(told.status).toBe(413);
});

test("a body that is not sent as JSON is 415", async () => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
    const { status } = await send("POST", "/projects", { token, body: "{}", headers: { "content-type": type } });
    expect([type, status]).toEqual([type, 415]);
  }
});

test("malformed JSON is 422 and says where", async () => {
  const broken = await send("POST", "/projects", { token, body: '{"name": "a" "b"}', headers: json });
  expect(broken.status).toBe(422);
  expect(broken.body.detail).toMatch(/^The body is not valid JSON at position 13/);
  for (const body of ["[]", "null", '"x"', "[".repeat(500_000), `${'{"a":'.repeat(50)}1${"}".repeat(50)}`]) {
    expect((await send("POST", "/projects", { token, body, headers: json })).status).toBe(422);
  }
  const invalidUtf8 = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  expect((await send("POST", "/projects", { token, body: invalidUtf8, headers: json })).status).toBe(422);
});

test("fields that are not there are refused by name, in bodies and in queries", async () => {
  const names = ["nmae", "workspace_id", "__proto__", "constructor", "isActive", "id"];
  for (const field of names) {
    const body = `{"name": "A project", ${JSON.stringify(field)}: "x"}`;
    const answer = await send("POST", "/projects", { token, body, headers: json });
    expect([field, answer.status, answer.body.errors?.[0]?.field]).toEqual([field, 422, expect.stringMatching(/./)]);
  }
  const query = await send("GET", "/projects?page=2", { token });
  expect([query.status, query.body.errors?.[0]?.field]).toEqual([422, "page"]);
  const both = await send("PATCH", `/projects/${world.project.id}`, {
    token,
    json: { name: "New name", project: "x" },
  });
  expect([both.status, both.body.errors?.[0]?.field]).toEqual([422, "project"]);
  expect((await send("POST", "/projects?name=Other", { token, json: { name: "Other" } })).status).toBe(422);
  expect((await send("GET", "/projects?limit=1&limit=2", { token })).status).toBe(422);
});

test("what is wrong is said beside each field, in the API's own names", async () => {
  const answer = await send("POST", `/projects/${world.project.id}/apps`, {
    token,
    json: { name: "x", server_id: world.serverId, access: { kind: "basic" }, retained_releases: "5" },
  });
  expect(answer.status).toBe(422);
  const fields = Object.fromEntries((answer.body.errors ?? []).map(({ field, message }) => [field, message]));
  expect(fields).toMatchObject({
    name: "The name of the app has at least 3 characters.",
    project_path: "The project path is missing.",
    "access.password": "This field is missing.",
    retained_releases: "This must be a number.",
  });
});

test("every answer tells how much of the rate limit is left, and one too many is told when to come back", async () => {
  const { token: own } = await addKey(world.owner, ["read"]);
  const first = await send("GET", "/workspace", { token: own });
  expect(Number(first.headers.get("ratelimit-remaining"))).toBe(1199);
  await db.execute(sql`update rate_limits set count = 5000 where key like 'entry:key:%'`);
  const late = await send("GET", "/workspace", { token: own });
  expect(late.status).toBe(429);
  expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
  await db.execute(sql`delete from rate_limits`);
});

const json = { "content-type": "application/json" };
