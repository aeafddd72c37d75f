import { Agent } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { bootService, fetchText, pester, type Service } from "./services.ts";

/** Says which release answers, from which directory, and what its environment has. */
const server = `
  const http = require("node:http");
  const name = require("node:path").basename(__dirname);
  const server = http.createServer((asked, answer) => {
    if (asked.url === "/env") return answer.end(JSON.stringify(process.env));
    setTimeout(() => answer.end(name), asked.url === "/slow" ? 3000 : 5);
  });
  server.listen(process.env.PORT, process.env.HOST);
  process.on("SIGTERM", () => server.close());
`;

describe.skipIf(whyNoRuntimes)(`a service on a real server ${whyNoRuntimes ?? ""}`.trim(), () => {
  let shop: Service;
  let url: string;
  const web = { COMMAND: "node server.js", PORT: "4100", LISTEN: "public", READY_PATH: "/", READY_SECONDS: "30" };
  beforeAll(async () => {
    shop = await bootService("service", "host-runtimes");
    url = `http://${shop.host.host}:4100/`;
  });
  afterAll(() => shop.stop());

  test("is started beside the live release, switched, and the one before is stopped", async () => {
    shop.put(1, { "server.js": server });
    const [started, released, retired] = await shop.deploy(1, web);
    expect(started?.step).toMatchObject({ exit: 0, facts: { mode: "handover", manager: "system" } });
    expect(released?.step).toMatchObject({ exit: 0, facts: { released: "yes", switch: "handover" } });
    expect(retired?.step).toMatchObject({ exit: 0, facts: { stopped: "" } });
    expect(await fetchText(url)).toBe("200 1");
    shop.put(2, { "server.js": server });
    const again = await shop.deploy(2, web);
    expect(again.map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect(again[1]?.step?.facts).toMatchObject({ switch: "handover", gap_ms: "0", previous: "1" });
    expect(again[2]?.step?.facts).toMatchObject({ stopped: "1" });
    expect(await fetchText(url)).toBe("200 2");
  }, 120_000);

  test("answers fifty requests a second through ten switches without a failed one", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 10 });
    const stops = [pester(url, 40, false), pester(url, 40, agent)];
    for (let release = 3; release <= 12; release++) {
      shop.put(release, { "server.js": server });
      expect((await shop.deploy(release, web)).map(({ step, text }) => [step?.exit, text])).toEqual([
        [0, expect.stringContaining("answers after")],
        [0, ""],
        [0, ""],
      ]);
    }
    const answers = (await Promise.all(stops.map((stop) => stop()))).flat();
    expect(answers.filter((one) => !/^200 \d+$/.test(one))).toEqual([]);
    expect(new Set(answers)).toEqual(new Set(Array.from({ length: 11 }, (_, n) => `200 ${n + 2}`)));
    agent.destroy();
  }, 300_000);
});
