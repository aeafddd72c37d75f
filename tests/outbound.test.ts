import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { allowedAddresses, outboundFetch } from "#lib/outbound.ts";
import { isPublic } from "#lib/private-hosts.ts";

const closing: (() => void)[] = [];

beforeEach(() => vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "127.0.0.1"));

afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) close();
});

it("answers what the host answers, once the operator listed it", async () => {
  const base = await serve((_, response) => response.writeHead(201, { "x-seen": "1" }).end('{"a":1}'));
  const answer = await outboundFetch(`${base}/x`);
  expect([answer.status, answer.headers.get("x-seen"), answer.url, await answer.json()]).toEqual([
    201,
    "1",
    `${base}/x`,
    { a: 1 },
  ]);
});

it("sends a Request object with its method, headers and body", async () => {
  const base = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => response.end(`${request.method} ${request.headers.token} ${Buffer.concat(parts)}`));
  });
  const request = new Request(base, { method: "PUT", headers: { token: "t" }, body: "b" });
  expect(await (await outboundFetch(request)).text()).toBe("PUT t b");
});

it.each([
  "http://127.0.0.1",
  "https://localhost",
  "https://[::1]",
  "https://[::ffff:10.0.0.1]",
  "https://169.254.169.254",
])("does not connect to %s unless it is listed", async (url) => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "");
  await expect(outboundFetch(url)).rejects.toThrow(/is in a private network/);
});

it("knows a public address from those that are not", () => {
  const others =
    "0.0.0.0 10.1.2.3 100.64.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.168.1.1 224.0.0.1 255.255.255.255 168.63.129.16";
  expect(others.split(" ").filter(isPublic)).toEqual([]);
  expect(
    ["::", "::1", "fe80::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::a00:1"].filter(isPublic),
  ).toEqual([]);
  expect(["1.1.1.1", "140.82.121.4", "2606:50c0:8000::153"].filter(isPublic)).toHaveLength(3);
});

it.each([
  ["127.0.0.0/8", true],
  ["127.0.0.1:9", true],
  ["127.0.0.1:10", false],
  ["10.0.0.0/8, fd00::/8", false],
  ["localhost", false],
])("a list of %s lets 127.0.0.1 in: %s", async (list, isIn) => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", list);
  const addresses = await allowedAddresses("127.0.0.1", 9).catch(() => []);
  expect(addresses).toEqual(isIn ? ["127.0.0.1"] : []);
});

it("follows a redirect on the same origin, and none that leads elsewhere", async () => {
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const base = await serve((request, response) => {
    if (request.url === "/end") response.end("here");
    else response.writeHead(302, { location: request.url === "/away" ? other : "/end" }).end();
  });
  const headers = { authorization: "Bearer canary" };
  expect(await (await outboundFetch(`${base}/begin`, { headers })).text()).toBe("here");
  await expect(outboundFetch(`${base}/away`, { headers })).rejects.toThrow(/leads on to/);
  expect(seen).toEqual([]);
});

it("ends a circle of redirects", async () => {
  const base = await serve((_, response) => response.writeHead(302, { location: "/" }).end());
  await expect(outboundFetch(base)).rejects.toThrow(/in circles/);
});

it("does not send a body twice because of a 302", async () => {
  let count = 0;
  const base = await serve((_, response) => {
    count += 1;
    response.writeHead(302, { location: "/again" }).end();
  });
  expect((await outboundFetch(base, { method: "POST", body: "x" })).status).toBe(302);
  expect(count).toBe(1);
});

it("reads at most 8 MB", async () => {
  const base = await serve((_, response) => response.end(Buffer.alloc(8 * 1024 * 1024 + 1)));
  await expect(outboundFetch(base)).rejects.toThrow(/more than 8 MB/);
});

it("gives up after 10 seconds, also in the middle of a body", { timeout: 20_000 }, async () => {
  const base = await serve((_, response) => response.write("begun"));
  const from = Date.now();
  await expect(outboundFetch(base)).rejects.toThrow(/did not answer within 10 seconds/);
  expect(Date.now() - from).toBeLessThan(12_000);
});

it("goes to a name by an address of it where somebody listens", async () => {
  vi.stubEnv("DEVPILOT_PRIVATE_HOSTS", "localhost");
  const base = await serve((_, response) => response.end("here"));
  expect(await (await outboundFetch(base.replace("127.0.0.1", "localhost"))).text()).toBe("here");
});

it("says in words that nobody is there", async () => {
  const base = await serve(() => undefined);
  closing.splice(0).forEach((close) => close());
  await expect(outboundFetch(base)).rejects.toThrow(`${new URL(base).host} could not be reached (ECONNREFUSED).`);
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
