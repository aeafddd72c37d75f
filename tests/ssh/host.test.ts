import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { connect } from "#lib/ssh/connection.ts";
import { bootHost, type Host, whyNoHosts } from "#tests/support/hosts.ts";
import { capture, pause } from "#tests/support/remote.ts";

describe.skipIf(whyNoHosts !== null)(`a real server${whyNoHosts ? ` (skipped: ${whyNoHosts})` : ""}`, () => {
  let host: Host;
  beforeAll(async () => void (host = await bootHost("ssh")));
  afterAll(() => host.stop());

  const open = () => connect(host.endpoint, host.login, { hostKey: null, keepaliveSeconds: 0.2, keepaliveMisses: 3 });

  test("behind a dead link is lost within the keepalive's patience, and back when the link is", async () => {
    const connection = await open();
    const running = capture(connection, "sleep 60");
    await pause(200);
    host.cut();
    expect((await running).outcome).toEqual({ kind: "lost", reason: "The server stopped answering." });
    const timedOut = connect(host.endpoint, host.login, { hostKey: null, connectTimeoutMs: 500 });
    await expect(timedOut).rejects.toMatchObject({ code: expect.stringMatching(/timed_out|unreachable/) });
    host.heal();
    const again = await open();
    expect((await capture(again, "id -un")).stdout.toString()).toBe("deploy\n");
    again.end();
  });

  test("that loses its power loses its commands, and keeps its host key over the boot", async () => {
    const connection = await open();
    const running = capture(connection, "sleep 60");
    await host.reboot();
    expect((await running).outcome.kind).toBe("lost");
    const again = await connect(host.endpoint, host.login, { hostKey: connection.hostKey });
    again.end();
  });
});
