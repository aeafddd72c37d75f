import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { listReleases } from "#lib/agent/releases.ts";
import { pinDeployment } from "#lib/deployments/pin.ts";
import { findReleases } from "#lib/deployments/releases.ts";
import { updateApp } from "#lib/apps/update.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";
import { makeHost } from "#tests/agent/host.ts";

describe("of an app that was deployed", () => {
  let stage: Stage;
  let ids: string[] = [];
  let passed = 0;
  const look = () => findReleases(stage.owner, { app: stage.app.id });
  /** The next look is not the one that somebody had before. */
  const later = () => vi.setSystemTime(Date.now() + (passed += 16_000));

  beforeAll(async () => {
    await freshDatabase();
    stage = await setStage();
    await startWorker();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await assertInvariants();
  });

  test("nothing lies there before the first deployment", async () => {
    expect(await look()).toMatchObject({ releases: [], others: [], missing: [], currentElsewhere: null });
  });

  test("each release is told with its size, what is current, and what can be switched to", async () => {
    ids = [await live(), await live(), await live()];
    await pinDeployment(stage.owner, { deployment: ids[0] ?? "", pinned: true });
    const { releases, diskFreeBytes } = await look();
    const plain = releases.map(({ release, isCurrent, isPinned, problem }) => [release, isCurrent, isPinned, problem]);
    expect(plain).toEqual([
      [3, true, false, null],
      [2, false, false, null],
      [1, false, true, null],
    ]);
    expect(releases.map(({ deployment }) => deployment?.id)).toEqual(ids.toReversed());
    expect(releases.every(({ bytes }) => bytes !== null && bytes > 0 && bytes < 1_000_000)).toBe(true);
    expect(diskFreeBytes).toBeGreaterThan(0);
  });

  test("what never went live can't be switched to, and that is said", async () => {
    await updateApp(stage.owner, { app: stage.app.id, buildCommand: "false" });
    const { id } = await deploy(stage);
    await ended(id);
    await updateApp(stage.owner, { app: stage.app.id, buildCommand: null });
    const { releases } = await look();
    expect(releases[0]).toMatchObject({ release: 4, problem: "It was never live.", deployment: { id } });
  });

  test("what Devpilot does not know is named, whatever its name, and what has gone is missed; one look serves for 15 s", async () => {
    const place = `${stage.projectPath}/deployments`;
    mkdirSync(`${place}/77`);
    mkdirSync(`${place}/.old-9`);
    writeFileSync(`${place}/notes; $(id) "x"\nand more`, "x");
    symlinkSync("/etc", `${place}/55`);
    renameSync(`${place}/2`, `${stage.projectPath}/taken-away`);
    expect((await look()).missing).toEqual([]);
    later();
    const found = await look();
    expect(found.releases.find(({ release }) => release === 77)).toMatchObject({
      deployment: null,
      problem: "Devpilot knows of no deployment that made it.",
    });
    expect(found.others.map(({ name }) => name).toSorted()).toEqual(["55", 'notes; $(id) "x"\nand more']);
    expect(found.missing).toEqual([{ id: ids[1], number: 2 }]);
  });

  test("a “current” that leads elsewhere is told, and no release is called current", async () => {
    rmSync(`${stage.projectPath}/current`);
    symlinkSync("/srv/elsewhere", `${stage.projectPath}/current`);
    later();
    const found = await look();
    expect(found.currentElsewhere).toBe("/srv/elsewhere");
    expect(found.releases.some(({ isCurrent }) => isCurrent)).toBe(false);
  });

  async function live(): Promise<string> {
    const { id } = await deploy(stage);
    expect((await ended(id)).status).toBe("completed");
    return id;
  }
});

test("a path that Devpilot does not deploy to is refused, and one where nothing was deployed is empty", async () => {
  const host = await makeHost();
  await expect(listReleases(host.connection, "/etc")).rejects.toMatchObject({ kind: "rejected" });
  await expect(listReleases(host.connection, "srv/../../etc")).rejects.toMatchObject({ kind: "rejected" });
  expect(await listReleases(host.connection, host.project)).toMatchObject({ current: null, releases: [], others: [] });
  await host.remove();
});
