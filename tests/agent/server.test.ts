import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { header, type HeaderValues } from "#lib/agent/header.ts";
import { inspect } from "#lib/agent/inspect.ts";
import { type AgentOptions, runAgent } from "#lib/agent/run.ts";
import type { Verb } from "#lib/agent/commands.ts";
import { connect, type Connection } from "#lib/ssh/connection.ts";
import { bootHost, type Host, whyNoHosts } from "#tests/support/hosts.ts";
import { pause } from "#tests/support/remote.ts";

describe.skipIf(whyNoHosts)(`on a real server over SSH${whyNoHosts ? ` (skipped: ${whyNoHosts})` : ""}`, () => {
  let host: Host;
  let connection: Connection;
  const directory = mkdtempSync(join(tmpdir(), "devpilot-agent-key-"));
  const key = join(directory, "key");
  beforeAll(async () => {
    host = await bootHost("agent");
    writeFileSync(key, host.privateKey, { mode: 0o600 });
    connection = await connect(host.endpoint, host.login, { hostKey: null });
    inside("sudo install -d -o deploy -m 755 /srv/shop");
  });
  afterAll(async () => {
    connection.end();
    await host.stop();
    rmSync(directory, { recursive: true });
  });

  const ask = async (verb: Verb, values: HeaderValues, options: AgentOptions = {}) => {
    const text: string[] = [];
    const onOutput = options.onOutput ?? ((chunk: Buffer) => void text.push(String(chunk)));
    const outcome = await runAgent(connection, verb, header(values), { ...options, onOutput });
    if (outcome.kind === "lost") return { lost: outcome.reason, text: text.join("") };
    return { ...outcome.answer, step: outcome.answer.steps[0], text: text.join("") };
  };
  const hook = (step: string, script: string, more: HeaderValues = {}) => ({
    ...{ APP: "app", RUN: "run", FENCE: "1", PROJECT: "/srv/shop", KIND: "hook", TIMEOUT: "60", GRACE: "1" },
    ...{ SCRIPT: script, ...more, STEP: step },
  });

  test("the machine is described by its own agent", async () => {
    expect(await inspect(connection)).toMatchObject({
      user: "deploy",
      home: "/home/deploy",
      systemd: true,
      sudo: "nopasswd",
    });
  });

  test("by sudo another user runs the hook, with its variables, and a cancel reaches its strays", async () => {
    const script = 'id -un; echo "$HOME"; printf "%s\\n" "$A"; echo err >/dev/stderr; (setsid sleep 77 &); sleep 78';
    const following = ask("start", hook("as", script, { RUN_AS: "www-data", ENV: ["A=b c"] }), {
      onOutput: async (chunk) => {
        if (!String(chunk).includes("err")) return;
        await pause(100);
        expect(await ask("cancel", { APP: "app", RUN: "run", FENCE: "1", STEP: "as" })).toMatchObject({ isGone: true });
      },
    });
    expect(await following).toMatchObject({ step: { exit: 143, reason: "cancelled" } });
    expect(inside("pgrep -u www-data || echo none")).toBe("none");
    const said = await ask(
      "start",
      hook("as2", script.replace("(setsid sleep 77 &); sleep 78", ":"), { RUN_AS: "www-data", ENV: ["A=b c"] }),
    );
    expect(said.text).toBe("www-data\n/var/www\nb c\nerr\n");
  });

  test("a project that can't be made, and a directory that the user may not enter, are told in words", async () => {
    const home = await ask("start", hook("home", "echo ran", { PROJECT: "/home/deploy/shop", RUN_AS: "www-data" }));
    expect(home).toMatchObject({
      step: { exit: 77 },
      text: expect.stringContaining("www-data may not enter /home/deploy/shop"),
    });
    const closed = await ask("start", hook("closed", "echo ran", { PROJECT: "/srv/other/shop" }));
    expect(closed).toMatchObject({
      step: { exit: 73 },
      text: expect.stringContaining("/srv/other/shop could not be made"),
    });
  });

  test("a user that sudo does not permit is refused in words", async () => {
    inside("sudo mv /etc/sudoers.d /etc/sudoers.d.off");
    const said = await ask("start", hook("refused", "echo ran", { RUN_AS: "www-data" }));
    expect(said).toMatchObject({
      step: { exit: 77 },
      text: expect.stringContaining("deploy may not run commands as www-data"),
    });
  });

  test("a connection that is cut loses nothing: the rest is followed from the byte where it stopped", async () => {
    const aborted = new AbortController();
    let seen = 0;
    const first = await ask("start", hook("cut", "for i in 1 2 3 4 5 6; do echo line $i; sleep 0.15; done; exit 3"), {
      signal: aborted.signal,
      onOutput: (chunk) => {
        seen += chunk.length;
        if (seen >= 14) aborted.abort();
      },
    });
    expect(first).toHaveProperty("lost");
    const rest = await ask("follow", { RUN: "run", STEP: "cut", OFFSET: String(seen) });
    expect(rest.text).toBe("line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n".slice(seen));
    expect(rest).toMatchObject({ step: { exit: 3, size: 42 } });
  });

  test("a power cut in the middle of a hook ends it honestly, and it is never run again", async () => {
    await new Promise<void>((resolve) => {
      void ask("start", hook("power", "echo ran >>power; echo on; sleep 60"), { onOutput: () => resolve() });
    });
    await host.reboot();
    connection.end();
    connection = await connect(host.endpoint, host.login, { hostKey: null });
    expect(await ask("follow", { RUN: "run", STEP: "power", OFFSET: "0" })).toMatchObject({
      text: "on\n",
      step: { lost: "rebooted", exit: null },
    });
    expect(await ask("start", hook("power", "echo ran >>power"))).toMatchObject({
      code: 73,
      step: { lost: "rebooted" },
    });
    expect(inside("cat /srv/shop/power")).toBe("ran");
  });

  /** A look at the server that does not go through the agent. */
  function inside(script: string): string {
    const login = [
      "-i",
      key,
      "-o",
      "StrictHostKeyChecking=no",
      "-o",
      "UserKnownHostsFile=/dev/null",
      "-o",
      "LogLevel=ERROR",
    ];
    return execFileSync("ssh", [...login, `deploy@${host.host}`, script], { encoding: "utf8" }).trim();
  }
});
