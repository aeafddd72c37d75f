import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Secret } from "#lib/secrets/secret.ts";
import { whyNoRuntimes } from "#tests/support/hosts.ts";
import { bootService, fetchText, server, type Service, web } from "./services.ts";

const hostile: Record<string, string> = {
  QUOTED: 'it\'s "quoted" $HOME ${HOME} `id` $(id) %h %% \\ \\n',
  LINES: "two\nlines\r\nand\ttabs\n",
  UNICODE: "naïve 日本語 🚀 \u202e",
  EMPTY: "",
  SPACES: " spaces ",
  LONG: "x".repeat(64 * 1024),
  service: "an own variable",
  release: "another",
  PORT: "1",
  HOST: "0.0.0.0",
};
const secret = "s3cret-of-the-service";

describe.skipIf(whyNoRuntimes)(`what a service is given ${whyNoRuntimes ?? ""}`.trim(), () => {
  let shop: Service;
  let url: string;
  const DIRECTORY = "apps/my web%n$x";
  beforeAll(async () => {
    shop = await bootService("values", "host-runtimes");
    url = `http://${shop.host.host}:4100/`;
  }, 60_000);
  afterAll(() => shop.stop());

  test("its variables and its command reach it byte by byte, and are in no unit and no argument", async () => {
    shop.inside(
      "mkdir -p '/srv/shop/deployments/1/apps/my web%n$x' && cat > '/srv/shop/deployments/1/apps/my web%n$x/server.js' <<'END'\n" +
        server +
        "\nEND",
    );
    const command = `# a "comment" with 'quotes' and $(things)\nexport MADE="it's \\$HOME"\nif true; then\n  : ${secret}\n  node server.js\nfi\n`;
    const ENV = [...Object.entries(hostile), ["SECRET", secret]].map(([name, value]) => Secret.of(`${name}=${value}`));
    const said = await shop.deploy(1, { ...web, COMMAND: command, DIRECTORY, ENV });
    expect(said.map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect(await fetchText(url)).toBe("200 my web%n$x");
    const seen = JSON.parse((await fetchText(`${url}env`)).slice(4)) as Record<string, string>;
    expect(seen).toMatchObject({ ...hostile, SECRET: secret, MADE: "it's $HOME", PORT: seen.PORT, HOST: "127.0.0.1" });
    expect(seen).toMatchObject({
      DEVPILOT_RELEASE: "1",
      DEVPILOT_PROJECT: "/srv/shop",
      USER: "deploy",
      HOME: "/home/deploy",
    });
    expect(Object.keys(seen).filter((name) => /^__devpilot|^DEVPILOT_(RUN|STEP)$/.test(name))).toEqual([]);
    const look = `printf %s ${secret} >~/secret; sudo grep -rlFf ~/secret /etc/systemd /run/systemd || true
      cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -cFf ~/secret || true`;
    expect(shop.inside(look)).toBe("0");
    expect(shop.inside("find ~/.devpilot/apps/shop/service -perm /077 ! -type l -print")).toBe("");
  }, 60_000);

  test("its processes run the live release, as many as are wanted, and are asked to end", async () => {
    const note = (name: string) =>
      `trap 'echo "${name} $DEVPILOT_RELEASE ended" >>/srv/shop/notes; exit 0' TERM\necho "${name} $DEVPILOT_RELEASE" >>/srv/shop/notes\nwhile :; do sleep 0.1; done`;
    const PROCESS = [`queue=2=${note("queue")}`, `clock=1=${note("clock % of")}`];
    shop.inside(
      "mkdir -p '/srv/shop/deployments/2/apps' && cp -a /srv/shop/deployments/1/apps /srv/shop/deployments/2/",
    );
    const first = await shop.deploy(2, { ...web, DIRECTORY, PROCESS });
    expect(first[2]?.step).toMatchObject({ exit: 0, facts: { processes: "3" } });
    const all = ["clock-1", "queue-1", "queue-2"].map((one) => `devpilot-shop.work@${one}.service`);
    expect(shop.running("devpilot-shop.work@*")).toEqual(all);
    shop.inside("cp -a /srv/shop/deployments/2 /srv/shop/deployments/3");
    const second = await shop.deploy(3, { ...web, DIRECTORY, PROCESS: PROCESS.slice(0, 1) });
    expect(second[2]?.step).toMatchObject({ exit: 0, facts: { processes: "2" } });
    expect(shop.running("devpilot-shop.work@*")).toEqual(all.slice(1));
    expect(shop.inside("sort /srv/shop/notes").split("\n")).toEqual(
      [
        ...["clock % of 2", "clock % of 2 ended", "queue 2", "queue 2", "queue 2 ended", "queue 2 ended"],
        ...["queue 3", "queue 3"],
      ].sort(),
    );
  }, 90_000);

  test("a process that ends at once is told, with its last lines, and the app is live all the same", async () => {
    shop.inside("cp -a /srv/shop/deployments/3 /srv/shop/deployments/4");
    const said = await shop.deploy(4, { ...web, DIRECTORY, PROCESS: ["queue=1=echo no database; exit 7"] });
    expect(said[2]?.step).toMatchObject({ exit: 0, facts: { failing: "queue-1.service" } });
    expect(said[2]?.text).toContain("no database");
    expect(await fetchText(url)).toMatch(/^200/);
  }, 60_000);

  test("an app of processes only has no port, and one that is no service any more has none of them", async () => {
    shop.inside(
      "cp -a /srv/shop/deployments/4 /srv/shop/deployments/5; cp -a /srv/shop/deployments/4 /srv/shop/deployments/6",
    );
    const said = await shop.deploy(5, { COMMAND: "", PROCESS: ["queue=1=exec sleep 1000"] });
    expect(said.map(({ step }) => step?.exit)).toEqual([0, 0, 0]);
    expect(said[1]?.step?.facts).toMatchObject({ switch: "none", released: "yes" });
    await expect(fetchText(url)).rejects.toThrow("ECONNREFUSED");
    expect(shop.running("devpilot-*")).toEqual(["devpilot-shop.work@queue-1.service"]);
    await shop.step("release", 6, { SERVICE: "" });
    expect((await shop.step("retire", 6, { SERVICE: "" })).step?.exit).toBe(0);
    expect(shop.running("devpilot-*")).toEqual([]);
  }, 60_000);

  test("what it runs from outlives the agent, which may be taken off the server", async () => {
    shop.inside("cp -a /srv/shop/deployments/4 /srv/shop/deployments/7");
    await shop.deploy(7, { ...web, DIRECTORY, ENV: ["A=kept"] });
    await shop.ask("clean", { APP: "shop" });
    expect((await shop.ask("uninstall", {})).code).toBe(0);
    shop.inside("sudo systemctl restart devpilot-shop@7.service devpilot-shop.service");
    await vi.waitUntil(async () => (await fetchText(`${url}env`)).includes('"A":"kept"'), 10_000);
    expect(shop.inside("ls -A ~/.devpilot ~/.devpilot/apps/shop")).not.toMatch(/agent|runs|fence/);
  }, 60_000);
});
