import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "#lib/processes/free-port.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { linesIn, streamDeployment, type StreamedEvent } from "#tests/support/deployment-stream.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { type EntryProcess, spawnEntry } from "#tests/support/spawn-process.ts";
import { deploy, ended, setStage, type Stage, startWorker } from "#tests/support/stage.ts";
import { addCommand, numberedLines } from "./hooks.ts";

let stage: Stage;
let url = "";
let web: EntryProcess;

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  Object.assign(process.env, { PORT: String(port), DEVPILOT_URL: url });
  await addCommand(stage, "post_setup", "Talk", "for i in $(seq 200); do echo line $i; sleep 0.03; done");
  await startWorker();
  web = await spawnEntry("web");
  afterAll(() => web.kill());
});

test("web killed in the middle of a stream: the browser goes on from its last line, without a gap or a line twice", async () => {
  const { id } = await deploy(stage);
  const seen: string[] = [];
  const last = await follow(id, "", seen, 60);
  await web.kill();
  web = await spawnEntry("web");
  await follow(id, last, seen, Infinity);
  expect(seen.filter((line) => line.startsWith("line "))).toEqual(numberedLines);
  expect((await ended(id)).status).toBe("completed");
  await assertInvariants();
});

test("web asked to end with an open stream ends at once, and tells the browser to come back", async () => {
  const { id } = await deploy(stage);
  const events: string[] = [];
  const watching = (async () => {
    for await (const { event } of streamDeployment({ ...stage, url }, id)) events.push(event);
  })();
  await expect.poll(() => events.includes("log"), { timeout: 20_000 }).toBe(true);
  const began = performance.now();
  await web.stop();
  await watching;
  expect(performance.now() - began).toBeLessThan(8000);
  expect(events.at(-1)).toBe("restarting");
  web = await spawnEntry("web");
  expect((await ended(id)).status).toBe("completed");
});

/** Reads until there are so many lines, or the end; returns the id of the last event. */
async function follow(deployment: string, after: string, seen: string[], most: number): Promise<string> {
  let last: StreamedEvent = { id: after, event: "", data: "" };
  for await (const event of streamDeployment({ ...stage, url }, deployment, after)) {
    seen.push(...linesIn(event));
    if (event.id) last = event;
    if (event.event === "end" || seen.length >= most) break;
  }
  return last.id;
}
