import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { services } from "#lib/integrations/git/index.ts";
import { allOf, bounded, pages } from "#lib/integrations/git/pages.ts";
import { Secret } from "#lib/secrets/secret.ts";

let answer: (request: IncomingMessage) => { body: unknown; headers?: Record<string, string> };
let asked = 0;
let origin: string;

const host = createServer((request, response) => {
  asked += 1;
  const { body, headers } = answer(request);
  response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
});

beforeAll(async () => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1");
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});

afterAll(() => host.close());

const client = async () => (await services.gitlab()).client({ origin, token: Secret.of("t"), isPersonal: false });
const away = { name: "GitTrouble", trouble: "away" };
const commit = "5".repeat(40);

test.each([
  ["empty pages", []],
  ["the same page", [{ name: "main", commit: { id: commit } }]],
])("a host that names a next page for ever, of %s, is left", { timeout: 60_000 }, async (_, body) => {
  answer = () => ({ body, headers: { link: `<${origin}/api/v4/x?cursor=y&per_page=100>; rel="next"` } });
  asked = 0;
  await expect((await client()).branches("acme/shop")).rejects.toMatchObject(away);
  expect(asked).toBeLessThan(1000);
});

test("a list whose ids do not rise is left at its second page", { timeout: 10_000 }, async () => {
  const project = { path_with_namespace: "acme/shop", visibility: "private" };
  const body = Array.from({ length: 100 }, (_, id) => ({ ...project, id: id + 1 }));
  answer = () => ({ body });
  asked = 0;
  await expect(allOf((await client()).repositories())).rejects.toMatchObject(away);
  expect(asked).toBe(2);
});

test("a list that says it has a billion pages, or never that it ends, is left", async () => {
  const endless = { items: [1], hasNext: true };
  for (const last of [1e9, null]) {
    let read = 0;
    const all = bounded(pages(() => Promise.resolve({ ...endless, last, read: (read += 1) })));
    await expect(allOf(all)).rejects.toMatchObject(away);
    expect(read).toBeLessThan(2100);
  }
});

test.each([
  ["NUL", "a\u0000b"],
  ["a line's end", "a\nb"],
  ["5000 characters", "a".repeat(5000)],
])("an account whose name has %s is none of the API's", async (_, username) => {
  answer = () => ({ body: { id: 1, username } });
  await expect((await client()).account()).rejects.toMatchObject(away);
});

test("a head that is no commit's id is none of the API's", async () => {
  answer = () => ({ body: { name: "main", commit: { id: "--upload-pack=x" } } });
  await expect((await client()).head("acme/shop", "main", null)).rejects.toMatchObject(away);
});
