import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { later } from "#tests/support/later.ts";
import { startSshd } from "#tests/support/sshd.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";
import { isRoot } from "#tests/support/users.ts";
import { addCommand } from "./hooks.ts";

describe.skipIf(!isRoot)(`a full disk${isRoot ? "" : " (skipped: a small file system needs root)"}`, () => {
  let home: string;
  let stage: Stage;

  beforeAll(async () => {
    await freshDatabase();
    const sshd = await startSshd();
    later(() => sshd.stop());
    ({ home } = sshd);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", home]);
    later(() => execFileSync("umount", ["-l", home]));
    const { host, port, user, privateKey, hostKey } = sshd;
    stage = await setStage({ target: { host, port, user, privateKey, home, hostKey } });
    await startWorker();
  });

  afterEach(() => assertInvariants());

  test("fails in words, leaves the live release as it was, and heals once there is room", async () => {
    expect((await ended((await deploy(stage)).id)).status).toBe("completed");
    fill();
    await stage.repository.commit({ "index.html": "<h1>two</h1>\n", "large.txt": "x".repeat(400_000) }, "Two");
    const failed = await ended((await deploy(stage)).id, 120);
    expect(failed).toMatchObject({ status: "failed", reason: expect.stringMatching(/disk/i) });
    expect(readlinkSync(`${stage.projectPath}/current`)).toBe("deployments/1");
    expect(readFileSync(`${stage.projectPath}/current/index.html`, "utf8")).toBe("<h1>one</h1>\n");
    rmSync(`${home}/filler`);
    expect((await ended((await deploy(stage)).id)).status).toBe("completed");
    expect(readFileSync(`${stage.projectPath}/current/index.html`, "utf8")).toBe("<h1>two</h1>\n");
  });

  test("a hook that fills the disk fails, and says so", async () => {
    await addCommand(stage, "post_setup", "Fill", "set -e; head -c 60000000 /dev/zero >filler; echo unreachable");
    const before = readlinkSync(`${stage.projectPath}/current`);
    const failed = await ended((await deploy(stage)).id, 120);
    expect(failed).toMatchObject({ status: "failed", reason: expect.stringMatching(/^Fill: /) });
    expect(failed.log.join("\n")).not.toContain("unreachable");
    expect(readlinkSync(`${stage.projectPath}/current`)).toBe(before);
  });

  /** Leaves 16 kB. */
  function fill(): void {
    const { bavail, bsize } = statfsSync(home);
    writeFileSync(`${home}/filler`, Buffer.alloc(Math.max(0, bavail * bsize - 16_384)));
  }
});
