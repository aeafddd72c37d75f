import { setTimeout as sleep } from "node:timers/promises";
import { linesIn, streamDeployment } from "#tests/support/deployment-stream.ts";
import { api, type Devpilot, pssOf, untilEnded } from "./devpilot.ts";
import { percentile, type Row } from "./table.ts";

/** Lines that carry the time at which the host wrote them, read as a browser reads them. */
export async function measureLines(devpilot: Devpilot): Promise<Row> {
  const id = await deployWith(
    devpilot,
    "Tell the time",
    "for i in $(seq 200); do echo at=${EPOCHREALTIME/[.,]/}; sleep 0.02; done",
  );
  const delays: number[] = [];
  for await (const text of linesOf(devpilot, id)) {
    const written = /^at=(\d+)$/.exec(text)?.[1];
    if (written) delays.push(performance.timeOrigin + performance.now() - Number(written) / 1000);
  }
  await untilEnded(devpilot, id);
  const p95 = percentile(delays, 95);
  return {
    what: "Log line: host → browser, p95",
    values: [p95],
    unit: "ms",
    limit: 150,
    note: `median ${percentile(delays, 50).toFixed(0)} ms of ${delays.length} lines`,
  };
}

/** 100 MB of output, and the most that the worker held meanwhile. */
export async function measureFlood(devpilot: Devpilot): Promise<Row[]> {
  const samples: number[] = [];
  const began = performance.now();
  const id = await deployWith(
    devpilot,
    "Flood",
    "yes 'a line of some sixty characters that a build might have written' | head -c 100000000",
  );
  let isOver = false;
  const ended = untilEnded(devpilot, id).finally(() => (isOver = true));
  while (!isOver) {
    samples.push(pssOf(devpilot.worker.pid));
    await sleep(50);
  }
  await ended;
  const took = performance.now() - began;
  return [
    {
      what: "100 MB of output: the worker at most (PSS)",
      values: [Math.max(...samples)],
      unit: "MB",
      limit: 256,
      note: `in ${(took / 1000).toFixed(1)} s`,
    },
  ];
}

async function deployWith(devpilot: Devpilot, name: string, command: string): Promise<string> {
  const hook = await api<{ id: string }>(devpilot, "POST", `/apps/${devpilot.app.id}/hooks`, {
    stage: "post_setup",
    name,
    action: "run_command",
    input: { command },
    timeout_seconds: 300,
  });
  const { id } = await api<{ id: string }>(devpilot, "POST", `/apps/${devpilot.app.id}/deployments`, {});
  await fetch(`${devpilot.url}/api/v1/apps/${devpilot.app.id}/hooks/${hook.id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${devpilot.apiKey}` },
  });
  return id;
}

async function* linesOf(devpilot: Devpilot, deployment: string): AsyncGenerator<string> {
  for await (const event of streamDeployment(devpilot, deployment)) {
    if (event.event === "end") return;
    yield* linesIn(event);
  }
}
