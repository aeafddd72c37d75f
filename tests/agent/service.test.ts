import { Agent } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { bootService, fetchText, pester, server, type Service, web } from "./services.ts";

describe.skipIf(whyNoRuntimes)(`a service on a real server ${whyNoRuntimes ?? ""}`.trim(), () => {
  let shop: Service;
  let url: string;
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

  test("goes back to an earlier release just so", async () => {
    const said = [await shop.step("start", 11, web), await shop.step("rollback", 11), await shop.step("retire", 11)];
    expect(said.map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect([await fetchText(url), said[2]?.step?.facts.stopped]).toEqual(["200 11", "12"]);
  }, 60_000);

  test("is finished with what it was asked before it is stopped", async () => {
    shop.put(13, { "server.js": server });
    await shop.step("start", 13, web);
    const slow = fetchText(`${url}slow`);
    await pause(200);
    await shop.step("release", 13);
    await shop.step("retire", 13);
    expect([await slow, await fetchText(url)]).toEqual(["200 11", "200 13"]);
  }, 60_000);

  test("is started again when it dies, and requests wait for it", async () => {
    shop.inside("sudo systemctl kill -s KILL devpilot-shop@13.service");
    expect(await fetchText(url)).toBe("200 13");
    shop.inside("sudo systemctl kill -s KILL devpilot-shop.service");
    expect(await fetchText(url)).toBe("200 13");
  }, 60_000);

  test("moves to another port, and to the machine itself only, with the release that says so", async () => {
    shop.put(14, { "server.js": server });
    const said = await shop.deploy(14, { ...web, PORT: "4200", LISTEN: "loopback" });
    expect(said.map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    await expect(fetchText(url)).rejects.toThrow("ECONNREFUSED");
    await expect(fetchText(url.replace("4100", "4200"))).rejects.toThrow("ECONNREFUSED");
    expect(shop.inside("curl -s http://127.0.0.1:4200")).toBe("14");
    shop.put(15, { "server.js": server });
    expect((await shop.deploy(15, web)).map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect(await fetchText(url)).toBe("200 15");
  }, 90_000);

  test("comes back by itself after a power cut, as the release that was live, at any moment of a deployment", async () => {
    shop.put(16, { "server.js": server });
    await shop.step("start", 16, web);
    await cutPower();
    expect(await fetchText(url)).toBe("200 15");
    await shop.step("start", 16, web);
    await shop.step("release", 16);
    await cutPower();
    expect(await fetchText(url)).toBe("200 16");
    expect((await shop.step("retire", 16)).step).toMatchObject({ exit: 0, facts: { stopped: "15" } });
  }, 120_000);

  test("is served from its old place until its project has moved", async () => {
    shop.inside(
      "sudo install -d -o deploy -m 755 /srv/moved && mkdir -p /srv/moved/deployments && cp -a /srv/shop/deployments/16 /srv/moved/deployments/17",
    );
    const moved = { PROJECT: "/srv/moved" };
    expect((await shop.step("start", 17, { ...web, ...moved })).step?.exit).toBe(0);
    expect(await fetchText(url)).toBe("200 16");
    expect((await shop.step("release", 17, moved)).step?.facts).toMatchObject({ switch: "handover", gap_ms: "0" });
    expect((await shop.step("retire", 17, moved)).step?.facts).toMatchObject({ stopped: "16" });
    expect(await fetchText(url)).toBe("200 17");
  }, 60_000);

  test("is gone when it is stopped, and its releases are not", async () => {
    expect((await shop.ask("stop", { APP: "shop" })).code).toBe(0);
    await expect(fetchText(url)).rejects.toThrow("ECONNREFUSED");
    expect(
      shop.inside(
        "systemctl list-units --all --plain --no-legend 'devpilot-*'; ls /etc/systemd/system | grep devpilot || true",
      ),
    ).toBe("");
    expect(shop.inside("ls -d ~/.devpilot/apps/shop/service /srv/shop/current || true")).toBe("/srv/shop/current");
    expect((await shop.ask("stop", { APP: "shop" })).code).toBe(0);
  }, 60_000);

  async function cutPower() {
    shop.reconnect();
    await shop.host.reboot();
    await vi.waitUntil(
      () =>
        fetchText(url).then(
          (answer) => answer.startsWith("200"),
          () => false,
        ),
      20_000,
    );
  }
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((go) => setTimeout(go, milliseconds));
}
