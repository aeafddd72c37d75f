import { readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installQueues } from "#lib/jobs/boss.ts";
import { migrate } from "#db/migrate.ts";
import { startPostgres } from "#lib/processes/postgres.ts";
import { makeStage } from "#tests/support/make-stage.ts";
import { openHome } from "#tests/support/open-home.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { makeLargeRepository } from "#tests/support/repository.ts";
import { spawnEntry } from "#tests/support/spawn-process.ts";
import { startSshd } from "#tests/support/sshd.ts";

export type Devpilot = Awaited<ReturnType<typeof startDevpilot>>;

/** A whole Devpilot (PostgreSQL, web, worker) with an app whose repository and server the rivals share. */
export async function startDevpilot() {
  const ends: (() => Promise<unknown>)[] = [];
  const later = (end: () => Promise<unknown>): void => void ends.unshift(end);
  const home = openHome();
  later(async () => rmSync(home, { recursive: true }));
  const postgres = await startPostgres(join(home, "postgres"));
  later(() => postgres.stop());
  process.env.DATABASE_URL = postgres.url();
  await migrate(postgres.url());
  await installQueues(postgres.url());

  const sshd = await startSshd();
  later(() => sshd.stop());
  const repository = await makeLargeRepository();
  const target = { ...pick(sshd), hostKey: sshd.hostKey };
  const stage = await makeStage(later, { target, repository });
  const port = await freePort();
  process.env.PORT = String(port);
  process.env.DEVPILOT_URL = `http://127.0.0.1:${port}`;
  const [web, worker] = [await spawnEntry("web"), await spawnEntry("worker")];
  later(() => worker.stop());
  later(() => web.stop());
  return {
    ...stage,
    sshd,
    repository,
    web,
    worker,
    url: process.env.DEVPILOT_URL,
    async stop() {
      for (const end of ends) await end();
    },
  };
}

/** Calls the REST API as the owner. */
export async function api<T>(devpilot: Devpilot, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${devpilot.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${devpilot.apiKey}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Milliseconds from the request to the moment when the live link leads to another release. */
export async function untilSwitched(devpilot: Devpilot, request: () => Promise<{ id: string }>) {
  const link = `${devpilot.projectPath}/current`;
  const before = readLink(link);
  const began = performance.now();
  const asked = request();
  while (readLink(link) === before) {
    if (performance.now() - began > 60_000) throw new Error("Nothing went live within a minute.");
    await sleep(1);
  }
  const took = performance.now() - began;
  const { id } = await asked;
  await untilEnded(devpilot, id);
  return { id, took };
}

export async function untilEnded(devpilot: Devpilot, id: string): Promise<void> {
  for (;;) {
    const { status, reason } = await api<{ status: string; reason: string }>(devpilot, "GET", `/deployments/${id}`);
    if (status === "completed") return;
    if (status === "failed" || status === "cancelled") throw new Error(`The deployment ended as ${status}: ${reason}`);
    await sleep(50);
  }
}

/** Proportional set size of a process, in MB: what it would free by ending. */
export function pssOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

function readLink(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

function pick({ host, port, user, privateKey, home }: Awaited<ReturnType<typeof startSshd>>) {
  return { host, port, user, privateKey, home };
}
