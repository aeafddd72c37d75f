import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { HeaderValues } from "#lib/agent/header.ts";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { bootService, fetchText, server, type Service, web } from "./services.ts";

describe.skipIf(whyNoRuntimes)(`what a service refuses ${whyNoRuntimes ?? ""}`.trim(), () => {
  let shop: Service;
  let url: string;
  beforeAll(async () => {
    shop = await bootService("refusals", "host-runtimes");
    url = `http://${shop.host.host}:4100/`;
    for (const release of [1, 2, 3]) shop.put(release, { "server.js": server, "broken.js": "syntax error" });
    await shop.deploy(1, web);
  }, 60_000);
  afterAll(() => shop.stop());

  test("a release that ends at once is not made live, and its last lines say why", async () => {
    const said = await shop.step("start", 2, { ...web, COMMAND: "node broken.js" });
    expect(said.step).toMatchObject({ exit: 1, facts: { reason: expect.stringContaining("ended by itself") } });
    expect(said.text).toContain("SyntaxError");
    expect((await shop.step("release", 2)).step).toMatchObject({ exit: 1, facts: { released: "no" } });
    expect([await fetchText(url), instances()]).toEqual(["200 1", ["devpilot-shop@1.service"]]);
  }, 60_000);

  test("nor one that never listens, or answers with an error", async () => {
    const values = { ...web, READY_SECONDS: "2" };
    const silent = await shop.step("start", 2, { ...values, COMMAND: "sleep 60" });
    expect(silent.text).toContain("Nothing answers on its port. Devpilot waited for 2 seconds.");
    shop.put(2, { "server.js": server.replace("answer.end(name)", "answer.writeHead(500).end()") });
    const failing = await shop.step("start", 2, values);
    expect([failing.step?.exit, failing.text]).toEqual([1, expect.stringContaining("status 500")]);
    const connecting = await shop.step("start", 2, { ...values, READY_PATH: "" });
    expect(connecting.step?.exit).toBe(0);
    expect(await fetchText(url)).toBe("200 1");
  }, 60_000);

  test("a start that is cancelled leaves nothing behind, and the live release as it was", async () => {
    const starting = shop.ask("start", {
      ...{ APP: "shop", FENCE: "1", PROJECT: "/srv/shop", RUN: "cancelled", KIND: "start", RELEASE: "3", GRACE: "5" },
      ...{ ...web, COMMAND: "sleep 60", TIMEOUT: "60", STEP: "start" },
    });
    await vi.waitUntil(() => instances().includes("devpilot-shop@3.service"), 20_000);
    await shop.ask("cancel", { APP: "shop", RUN: "cancelled", FENCE: "1" });
    expect((await starting).step).toMatchObject({ exit: 143 });
    await vi.waitUntil(() => !instances().includes("devpilot-shop@3.service"), 10_000);
    expect(await fetchText(url)).toBe("200 1");
  }, 60_000);

  test("one whose instance has died since is not made live", async () => {
    await shop.step("start", 3, web);
    shop.inside("sudo systemctl stop devpilot-shop@3.service");
    const said = await shop.step("release", 3);
    expect([said.step?.exit, said.text]).toEqual([1, expect.stringContaining("does not answer any more")]);
    expect(await fetchText(url)).toBe("200 1");
  }, 60_000);

  test("a port that something else has is told before anything is switched", async () => {
    shop.inside("setsid python3 -m http.server 4300 >/dev/null 2>&1 </dev/null & sleep 1");
    const said = await shop.step("start", 3, { ...web, PORT: "4300" });
    expect([said.step?.exit, said.text]).toEqual([1, expect.stringContaining("The port 4300 is in use")]);
    expect(await fetchText(url)).toBe("200 1");
  }, 60_000);

  test("a port that is taken in the last moment leaves the release before live, on its own port", async () => {
    expect((await shop.step("start", 3, { ...web, PORT: "4400" })).step?.exit).toBe(0);
    shop.inside("setsid python3 -m http.server 4400 >/dev/null 2>&1 </dev/null & sleep 1");
    const said = await shop.step("release", 3);
    expect(said.step).toMatchObject({ exit: 1, facts: { released: "no" } });
    expect(said.text).toContain("The port 4400 could not be taken");
    expect([await fetchText(url), shop.inside("readlink /srv/shop/current")]).toEqual(["200 1", "deployments/1"]);
  }, 60_000);

  test("values that say nothing sensible start nothing", async () => {
    const wrong: HeaderValues[] = [
      ...[
        { PORT: "0" },
        { PORT: "70000" },
        { PORT: "80;id" },
        { LISTEN: "all" },
        { READY_PATH: "no" },
        { READY_PATH: "/ x" },
      ],
      ...[
        { READY_SECONDS: "0" },
        { PROCESS: ["Queue=1=true"] },
        { PROCESS: ["queue=33=true"] },
        { PROCESS: ["queue=1="] },
      ],
      ...[{ DIRECTORY: "../x" }, { RELEASE: "1;id" }],
    ];
    for (const values of wrong) {
      const { step } = await shop.step("start", 3, { ...web, ...values });
      expect([values, step?.exit]).toEqual([values, 64]);
    }
    expect((await shop.step("start", 9, web)).step?.exit).toBe(66);
  }, 90_000);

  test("a killed runner leaves the live release answering, and the step can be done again", async () => {
    for (const kind of ["start", "release", "retire"]) {
      const step = shop.step(kind, 3, { ...(kind === "start" ? web : {}), RUN: `killed-${kind}` });
      await pause(kind === "start" ? 700 : 300);
      shop.inside("pkill -9 -f [s]upervise.sh || true");
      await step;
      expect(await fetchText(url)).toMatch(/^200 [13]$/);
    }
    expect((await shop.deploy(3, web)).map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect([await fetchText(url), instances()]).toEqual(["200 3", ["devpilot-shop@3.service"]]);
  }, 120_000);

  const instances = () => shop.running("devpilot-shop@*");
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((go) => setTimeout(go, milliseconds));
}
