import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { bootService, fetchText, pester, server, type Service, web } from "./services.ts";

/** The app has a Node of its own, where no front would look for one. */
const ownNode = { ...web, COMMAND: "/opt/app/node server.js" };

describe.skipIf(whyNoRuntimes)(`on a server ${whyNoRuntimes ?? ""}`.trim(), () => {
  let shop: Service;
  let url: string;
  const booted: Service[] = [];
  beforeEach(async () => {
    booted.push((shop = await bootService("ways", "host-runtimes")));
    url = `http://${shop.host.host}:4100/`;
    shop.inside("sudo mkdir -p /opt/app && sudo cp /usr/bin/node /opt/app/node");
    for (const release of [1, 2, 3]) shop.put(release, { "server.js": server });
  }, 60_000);
  afterEach(() => Promise.all(booted.splice(0).map((one) => one.stop())));

  test("without Node, the server's Python has the port, and no request is dropped", async () => {
    shop.inside("sudo rm /usr/bin/node");
    await shop.deploy(1, ownNode);
    expect(shop.inside("systemctl cat devpilot-shop.service")).toContain("/usr/bin/python3");
    const stop = pester(url, 25, false);
    for (const release of [2, 3])
      expect((await shop.deploy(release, ownNode))[1]?.step?.facts).toMatchObject({ switch: "handover", gap_ms: "0" });
    expect(new Set(await stop())).toEqual(new Set(["200 1", "200 2", "200 3"]));
  }, 120_000);

  test("with neither, the app is restarted on its port, and the gap is told", async () => {
    shop.inside("sudo rm /usr/bin/node /usr/bin/python3*");
    expect((await shop.deploy(1, ownNode)).map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect(await fetchText(url)).toBe("200 1");
    const [started, released, retired] = await shop.deploy(2, ownNode);
    expect(started?.step).toMatchObject({ exit: 0, facts: { mode: "restart" } });
    expect(released?.step).toMatchObject({ exit: 0, facts: { released: "yes", switch: "restart" } });
    expect(Number(released?.step?.facts.gap_ms)).toBeGreaterThan(0);
    expect(retired?.step).toMatchObject({ exit: 0 });
    expect([await fetchText(url), shop.running("devpilot-shop*")]).toEqual(["200 2", ["devpilot-shop@live.service"]]);
    shop.reconnect();
    await shop.host.reboot();
    await vi.waitUntil(
      () =>
        fetchText(url).then(
          (text) => text === "200 2",
          () => false,
        ),
      20_000,
    );
  }, 120_000);

  test("a restart that fails brings the release before back", async () => {
    shop.inside("sudo rm /usr/bin/node /usr/bin/python3*");
    await shop.deploy(1, ownNode);
    const onlyPrivately = server.replace(
      "server.listen(",
      "if (process.env.PORT === '4100') process.exit(3); server.listen(",
    );
    shop.put(2, { "server.js": onlyPrivately });
    const [started, released] = await shop.deploy(2, { ...ownNode, READY_SECONDS: "10" });
    expect([started?.step?.exit, released?.step]).toMatchObject([0, { exit: 1, facts: { released: "no" } }]);
    expect(released?.text).toContain("The release 1 is live again.");
    expect([await fetchText(url), shop.inside("readlink /srv/shop/current")]).toEqual(["200 1", "deployments/1"]);
  }, 120_000);

  test("a runner that is killed in the middle of a restart leaves a release that answers", async () => {
    shop.inside("sudo rm /usr/bin/node /usr/bin/python3*");
    await shop.deploy(1, ownNode);
    await shop.step("start", 2, ownNode);
    const released = shop.step("release", 2);
    await vi.waitUntil(() => shop.inside("readlink /srv/shop/current") === "deployments/2", {
      timeout: 20_000,
      interval: 10,
    });
    shop.inside("pkill -9 -f [s]upervise.sh || true");
    await released;
    await vi.waitUntil(
      () =>
        fetchText(url).then(
          (text) => /^200 [12]$/.test(text),
          () => false,
        ),
      20_000,
    );
    expect((await shop.step("release", 2)).step?.facts).toMatchObject({ released: "yes", switch: "restart" });
    expect(await fetchText(url)).toBe("200 2");
  }, 120_000);

  test("a server that gets Node later is switched without a gap from then on", async () => {
    shop.inside("sudo mv /usr/bin/node /usr/bin/node.off; sudo mv /usr/bin/python3 /usr/bin/python3.off");
    await shop.deploy(1, ownNode);
    shop.inside("sudo mv /usr/bin/node.off /usr/bin/node");
    const first = await shop.deploy(2, ownNode);
    expect(first[1]?.step?.facts).toMatchObject({ switch: "handover", gap_ms: expect.stringMatching(/^[1-9]/) });
    const second = await shop.deploy(3, ownNode);
    expect(second[1]?.step?.facts).toMatchObject({ switch: "handover", gap_ms: "0" });
    expect([await fetchText(url), shop.running("devpilot-shop@*")]).toEqual(["200 3", ["devpilot-shop@3.service"]]);
  }, 120_000);

  test("for root it is just so", async () => {
    const other = await bootService("root", "host-runtimes", "root");
    booted.push(other);
    other.put(1, { "server.js": server });
    const said = await other.deploy(1, web);
    expect(said[0]?.step).toMatchObject({ exit: 0, facts: { mode: "handover", manager: "system" } });
    expect(await fetchText(`http://${other.host.host}:4100/`)).toBe("200 1");
  }, 120_000);

  test("without sudo the user's own systemd has it, also after a power cut; without that, it is said what is missing", async () => {
    shop.inside("rm /etc/sudoers.d/deploy", "root");
    const refused = await shop.step("start", 1, web);
    expect([refused.step?.exit, refused.text]).toEqual([69, expect.stringContaining("loginctl enable-linger deploy")]);
    shop.inside("loginctl enable-linger deploy", "root");
    await pause(1000);
    const [started, released] = await shop.deploy(1, { ...web, PROCESS: ["queue=1=exec sleep 1000"] });
    expect(started?.step).toMatchObject({ exit: 0, facts: { mode: "handover", manager: "user" } });
    expect(released?.step).toMatchObject({ exit: 0 });
    expect((await shop.deploy(2, web)).map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect(await fetchText(url)).toBe("200 2");
    shop.put(3, { "server.js": "syntax error" });
    expect((await shop.step("start", 3, web)).text).toContain("SyntaxError");
    shop.reconnect();
    await shop.host.reboot();
    await vi.waitUntil(
      () =>
        fetchText(url).then(
          (text) => text === "200 2",
          () => false,
        ),
      20_000,
    );
    expect((await shop.ask("stop", { APP: "shop" })).code).toBe(0);
    await expect(fetchText(url)).rejects.toThrow("ECONNREFUSED");
  }, 120_000);
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((go) => setTimeout(go, milliseconds));
}
