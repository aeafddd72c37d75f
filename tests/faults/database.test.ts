import { beforeAll, expect, test } from "vitest";
import { closeDatabase } from "#db/index.ts";
import { closeSender, installQueues } from "#lib/jobs/boss.ts";
import { closeListener } from "#lib/jobs/listen.ts";
import { type PrivatePostgres, privatePostgres } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { spawnWorker } from "#tests/support/processes.ts";
import { deploy, ended, setStage, type Stage, stepIs } from "#tests/support/stage.ts";
import { addCommand, numberedLines, talkative } from "./hooks.ts";

let postgres: PrivatePostgres;
let stage: Stage;

beforeAll(async () => {
  postgres = await privatePostgres();
  await installQueues(postgres.url);
  process.env.DATABASE_URL = postgres.url;
  stage = await setStage();
  await addCommand(stage, "post_setup", "Talk", talkative);
  await spawnWorker();
  return async () => {
    await closeSender();
    await closeListener();
    await closeDatabase();
  };
});

test.each(["kill", "stop"] as const)(
  "PostgreSQL that is gone for seconds (%s) mid-deployment: it goes on",
  async (way) => {
    const { id } = await deploy(stage);
    await stepIs(id, "Talk", "processing");
    await postgres[way]();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await postgres.start();
    const result = await eventually(() => ended(id, 90));
    expect(result).toMatchObject({ status: "completed", deployment: { isLive: true } });
    expect(result.log.filter((line) => line.startsWith("line "))).toEqual(numberedLines);
    await assertInvariants();
  },
);

/** This process's own connections fail once, too. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
