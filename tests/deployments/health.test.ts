import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { updateApp } from "#lib/apps/update.ts";
import { stepDefinition } from "#lib/deployments/steps/index.ts";
import type { Job } from "#lib/deployments/job.ts";
import { cancelDeployment } from "#lib/deployments/cancel.ts";
import { freePort } from "#lib/processes/free-port.ts";
import type { Step } from "#lib/runs/ledger.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { assertInvariants } from "#tests/support/invariants.ts";
import { deploy, ended, setStage, type Stage, startWorker, stepIs } from "#tests/support/stage.ts";

let stage: Stage;
let site: { port: number; status: number; body: string; asked: number };

beforeAll(async () => {
  await freshDatabase();
  stage = await setStage();
  site = await startSite();
  await startWorker();
});

afterEach(assertInvariants);

const patience = { timeoutSeconds: 2, tries: 2 };
const url = () => ({
  kind: "url" as const,
  url: `http://127.0.0.1:${site.port}/health`,
  expectStatus: 200,
  expectText: "all is well",
  ...patience,
});

test("the wanted text has to be in the answer, and what was answered how often is kept", async () => {
  Object.assign(site, { status: 200, body: "so so", asked: 0 });
  expect(await after(url())).toMatchObject({
    status: "failed",
    reason: "Check health: status 200, without the wanted text, after 2 tries",
    deployment: {
      isLive: true,
      health: "unhealthy",
      healthDetail: "status 200, without the wanted text, after 2 tries",
    },
  });
  expect(site.asked).toBe(2);
  site.body = "here all is well.";
  expect(await after(url())).toMatchObject({
    status: "completed",
    deployment: { health: "healthy", healthDetail: "status 200, after 1 try" },
  });
});

test("a port is asked for a connection, and a command for its exit code, in the release with its variables", async () => {
  expect(await after({ kind: "tcp", port: site.port, ...patience })).toMatchObject({
    deployment: { health: "healthy", healthDetail: `port ${site.port} takes connections, after 1 try` },
  });
  expect(await after({ kind: "tcp", port: await freePort(), ...patience, tries: 1 })).toMatchObject({
    status: "failed",
    deployment: { isLive: true, health: "unhealthy", healthDetail: expect.stringContaining("nothing takes") as string },
  });
  const command = "[[ $PWD == */deployments/* && $DEVPILOT_COMMIT ]]";
  expect(await after({ kind: "command", command, ...patience })).toMatchObject({
    deployment: { health: "healthy", healthDetail: "exit code 0, after 1 try" },
  });
  expect(await after({ kind: "command", command: "exit 4", ...patience, tries: 1 })).toMatchObject({
    deployment: { health: "unhealthy", healthDetail: "exit code 4, after 1 try" },
  });
});

test("health is unknown where it was never asked, and where asking was not brought to its end", async () => {
  expect(await after(null)).toMatchObject({
    status: "completed",
    deployment: { health: "unknown", healthDetail: null },
  });
  await updateApp(stage.owner, {
    app: stage.app.id,
    health: { kind: "command", command: "sleep 30", timeoutSeconds: 60, tries: 1 },
  });
  const { id } = await deploy(stage);
  await stepIs(id, "Check health", "processing");
  await cancelDeployment(stage.owner, { deployment: id });
  expect(await ended(id)).toMatchObject({ status: "cancelled", deployment: { isLive: true, health: "unknown" } });
});

test.each([
  ["http://127.0.0.1:4100/up?deep=1", "/up?deep=1"],
  ["http://localhost:4100", "/"],
  ["http://127.0.0.1:4101/up", ""],
  ["https://localhost:4100/up", ""],
  ["http://shop.example.com:4100/up", ""],
  ["", ""],
])("a health check at %s asks the new release at “%s” before visitors are", async (healthUrl, path) => {
  const step = {
    kind: "start",
    isHook: false,
    input: { port: "4100", healthUrl },
    timeoutSeconds: 60,
  } as unknown as Step;
  const job = { app: stage.app, deployment: { release: 1 }, environment: () => [] } as unknown as Job;
  const { header } = await stepDefinition(step).order(job, step);
  expect(header.READY_PATH).toBe(path);
});

async function after(health: Parameters<typeof updateApp>[1]["health"]) {
  await updateApp(stage.owner, { app: stage.app.id, health });
  return ended((await deploy(stage)).id);
}

async function startSite() {
  const port = await freePort();
  const started = { port, status: 200, body: "", asked: 0 };
  const server = createServer((_, response) => {
    started.asked++;
    response.writeHead(started.status).end(started.body);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  afterAll(() => void server.close());
  return started;
}
