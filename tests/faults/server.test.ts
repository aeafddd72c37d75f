import { readFileSync, readlinkSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { retryDeployment } from "#lib/deployments/retry.ts";
import { connect } from "#lib/ssh/connection.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { bootHost, type Host, whyNoHosts } from "#tests/support/hosts.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";
import { addCommand, numberedLines, talkative } from "./hooks.ts";

// Real Debian servers, which need root and the shared peers.
describe.skipIf(whyNoHosts !== null)(`a real server${whyNoHosts ? ` (skipped: ${whyNoHosts})` : ""}`, () => {
  let host: Host;
  let stage: Stage;

  beforeAll(async () => {
    await freshDatabase();
    host = await bootHost("fault");
    const connection = await connect(host.endpoint, host.login, { hostKey: null });
    const target = { ...host, hostKey: connection.hostKey };
    connection.end();
    stage = await setStage({ target, gitHost: host.gateway });
    await addCommand(stage, "post_setup", "Talk", talkative);
    await startWorker();
  });

  afterEach(() => assertInvariants());

  test("a power cut inside a hook ends it honestly as Failed; it is never started again, and a retry goes on", async () => {
    const { id } = await deploy(stage);
    await stepIs(id, "Talk", "processing");
    await pause(400);
    await host.reboot();
    const result = await ended(id, 90);
    expect(result).toMatchObject({ status: "failed", reason: expect.stringContaining("restarted while this ran") });
    expect(starts()).toBe(1);
    const retried = await ended((await retryDeployment(stage.owner, { deployment: id })).id, 90);
    expect(retried).toMatchObject({ status: "completed", deployment: { isLive: true } });
    expect(starts()).toBe(2);
    expect(readlinkSync(`${host.root}${stage.projectPath}/current`)).toBe(`deployments/${result.deployment?.number}`);
  });

  test("a network that goes dark inside a hook: the hook runs on, and nothing of its output is missing", async () => {
    const { id } = await deploy(stage);
    await stepIs(id, "Talk", "processing");
    await pause(300);
    host.cut();
    await pause(20_000);
    host.heal();
    const result = await ended(id, 90);
    expect(result.status).toBe("completed");
    expect(result.log.filter((line) => line.startsWith("line "))).toEqual(numberedLines);
  });

  function starts(): number {
    return readFileSync(`${host.root}${stage.projectPath}/starts`, "utf8").trim().split("\n").length;
  }
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
