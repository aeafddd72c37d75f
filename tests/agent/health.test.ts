import { rmSync } from "node:fs";
import { mkdtemp, readdir, symlink } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Host, makeHost, newRun } from "./host.ts";

let host: Host;
const closing: (() => void)[] = [];

beforeAll(async () => {
  host = await makeHost();
});
afterEach(() => closing.splice(0).forEach((close) => close()));
afterAll(() => host.remove());

const check = (values: Record<string, string | string[]>) =>
  host.start("health", { RUN: newRun(), KIND: "health", TIMEOUT: "30", ...values });

test("health waits until the app answers as expected, and says what it saw when it never does", async () => {
  let asked = 0;
  const hosts: unknown[] = [];
  const port = await listen((request, response) => {
    hosts.push(request.headers.host);
    response.writeHead(++asked < 3 ? 503 : 204).end();
  });
  const where = { PORT: String(port), URL_PATH: "/up", HOST: "shop.example" };
  const well = await check({ ...where, EXPECT: "200 204", WAIT: "20" });
  expect(well.step).toMatchObject({ exit: 0, facts: { healthy: "yes", attempts: "3", answered: "status 204" } });
  expect(new Set(hosts)).toEqual(new Set(["shop.example"]));
  const ill = await check({ URL: `http://127.0.0.1:${port}/`, EXPECT: "200", WAIT: "1" });
  expect(ill.step).toMatchObject({ exit: 1, reason: "status 204, after 2 tries", facts: { healthy: "no" } });
});

test("it is asked as often as wanted, and not once more", async () => {
  let asked = 0;
  const port = await listen((_, response) => response.writeHead(++asked && 500).end());
  const ill = await check({ URL: `http://127.0.0.1:${port}/`, EXPECT: "200", TRIES: "3", INTERVAL: "0" });
  expect([asked, ill.step?.exit, ill.step?.facts]).toEqual([
    3,
    1,
    { healthy: "no", attempts: "3", answered: "status 500", reason: "status 500, after 3 tries" },
  ]);
  const once = await check({ URL: `http://127.0.0.1:${port}/`, EXPECT: "200", TRIES: "1" });
  expect([asked, once.step?.reason]).toEqual([4, "status 500, after 1 try"]);
});

test("the wanted text is looked for in the body, as it is and not as a pattern", async () => {
  const port = await listen((_, response) => response.end("first\nall is w.ll [ok]\n"));
  const ask = async (text: string) =>
    (await check({ URL: `http://127.0.0.1:${port}/`, EXPECT: "200", EXPECT_TEXT: text, TRIES: "1" })).step;
  expect(await ask("w.ll [ok]")).toMatchObject({ exit: 0, facts: { answered: "status 200" } });
  expect(await ask("w.l")).toMatchObject({ exit: 0 });
  expect(await ask("well")).toMatchObject({ exit: 1, facts: { answered: "status 200, without the wanted text" } });
  expect(await ask("-v")).toMatchObject({ exit: 1 });
});

test("an answer that takes too long is none, and neither is one that never ends", async () => {
  const silent = await listen(() => undefined);
  const begun = Date.now();
  const slow = await check({ URL: `http://127.0.0.1:${silent}/`, TRIES: "1", TRY_SECONDS: "1" });
  expect(slow.step).toMatchObject({ exit: 1, reason: expect.stringContaining("timed out") });
  expect(Date.now() - begun).toBeLessThan(8000);
  const endless = await listen((_, response) => void response.write("first words"));
  const cut = await check({ URL: `http://127.0.0.1:${endless}/`, TRIES: "1", TRY_SECONDS: "1" });
  expect(cut.step).toMatchObject({ exit: 1, facts: { answered: "status 200, but not whole within 1 s" } });
});

test("without curl plain http is asked all the same, with its text and its time", async () => {
  const bare = await makeHost({ PATH: await programsWithout("curl") });
  const versions = new Set<string>();
  const port = await listen(({ url, httpVersion }, response) => {
    versions.add(httpVersion);
    response.end(url === "/up?a=b" ? "all is well" : "elsewhere");
  });
  const values = { RUN: newRun(), KIND: "health", TIMEOUT: "30", EXPECT: "200", TRIES: "1", TRY_SECONDS: "2" };
  const url = `http://127.0.0.1:${port}/up?a=b`;
  const well = await bare.start("well", { ...values, URL: url, EXPECT_TEXT: "all is well" });
  expect(well.step).toMatchObject({ exit: 0 });
  const ill = await bare.start("ill", { ...values, URL: url, EXPECT_TEXT: "elsewhere" });
  expect(ill.step).toMatchObject({ exit: 1, facts: { answered: "status 200, without the wanted text" } });
  expect([...versions]).toEqual(["1.0"]);
  await bare.remove();
});

test("a port is well when it takes connections, of whichever family", async () => {
  const port = await listen(() => undefined);
  expect((await check({ PORT: String(port), TRIES: "1" })).step).toMatchObject({
    exit: 0,
    facts: { answered: `port ${port} takes connections` },
  });
  expect((await check({ PORT: "1", TRIES: "2", INTERVAL: "0" })).step).toMatchObject({
    exit: 1,
    reason: "nothing takes connections on port 1, after 2 tries",
  });
  for (const PORT of ["0", "65536", "x", "-1"])
    expect([PORT, (await check({ PORT, TRIES: "1" })).step?.exit]).toEqual([PORT, 64]);
});

test("a command is well when it ends with 0: it has its variables, and no longer than its time", async () => {
  const said = await check({ SCRIPT: 'echo "asked $WORD"; exit 0', ENV: ["WORD=a b"], TRIES: "1" });
  expect([said.step?.exit, said.text]).toEqual([0, "asked a b\nHealthy: exit code 0\n"]);
  expect((await check({ SCRIPT: "exit 9", TRIES: "2", INTERVAL: "0" })).step).toMatchObject({
    exit: 1,
    reason: "exit code 9, after 2 tries",
  });
  const third = "echo x >>tries; [[ $(wc -l <tries) == 3 ]]";
  expect((await check({ SCRIPT: third, TRIES: "5", INTERVAL: "0" })).step).toMatchObject({
    exit: 0,
    facts: { attempts: "3" },
  });
  expect((await check({ SCRIPT: "sleep 20", TRIES: "1", TRY_SECONDS: "1" })).step).toMatchObject({
    exit: 1,
    facts: { answered: "not ended within 1 s" },
  });
});

test("what is no address, number or status is refused, and nothing is asked", async () => {
  for (const URL of ["file:///etc/passwd", "-x", 'http://a"b', "http://a b", ""])
    expect([URL, (await check({ URL, WAIT: "0" })).step?.exit]).toEqual([URL, 64]);
  const wrong = { TRIES: ["1;x", "007"], TRY_SECONDS: ["0"], EXPECT: ["$(id)"], WAIT: ["a"] };
  for (const [key, values] of Object.entries(wrong))
    for (const value of values) {
      const { step } = await check({ SCRIPT: "exit 0", [key]: value });
      expect([key, value, step?.exit, step?.facts]).toEqual([key, value, 64, {}]);
    }
});

/** A directory with all programs of this machine but one. */
async function programsWithout(name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "devpilot-programs-"));
  closing.push(() => rmSync(directory, { recursive: true }));
  const names = (await readdir("/usr/bin")).filter((one) => one !== name);
  await Promise.all(names.map((one) => symlink(`/usr/bin/${one}`, join(directory, one))));
  return directory;
}

/** An app on a port of its own, until the test has ended. */
async function listen(answer: RequestListener): Promise<number> {
  const app = createServer(answer);
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    app.closeAllConnections();
    app.close();
  });
  return (app.address() as AddressInfo).port;
}
