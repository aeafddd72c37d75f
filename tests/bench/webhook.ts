import { existsSync, readdirSync, statSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hookOf, pushBody, signedHeaders } from "#tests/support/webhooks.ts";
import { api, type Devpilot, startDevpilot, untilEnded } from "./devpilot.ts";
import { percentile, printTable, type Row } from "./table.ts";
import { startDebianWebhook } from "./webhook/debian.ts";
import { startEmptyRoute } from "./webhook/empty-route.ts";
import { latencies, type Receiver, throughput } from "./webhook/load.ts";

// `npm run bench:webhook`: signed pushes of 7 kB to Devpilot, to Debian's `webhook` and to a route that does nothing.

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const roundSeconds = 4;
const perSecond = 200;

async function compare(receivers: Receiver[]): Promise<Row[]> {
  const taken = new Map<string, number[]>();
  for (const receiver of receivers) await throughput(receiver, 1);
  for (let round = 0; round < rounds; round++) {
    for (const receiver of receivers) {
      const count = await throughput(receiver, roundSeconds);
      taken.set(receiver.name, [...(taken.get(receiver.name) ?? []), count]);
    }
  }
  const floor = taken.get("empty Next.js route") ?? [];
  return receivers.map(({ name, note }) => ({
    what: `${name}: pushes taken, 20 connections`,
    values: taken.get(name) ?? [],
    unit: "/s",
    against: { name: "the empty route", values: floor, least: name === "Devpilot" ? 0.5 : undefined },
    note,
  }));
}

async function measureLatency(devpilot: Receiver): Promise<Row[]> {
  const took = await latencies(devpilot, perSecond, 20);
  const row = (percent: number, limit?: number): Row => ({
    what: `Devpilot at ${perSecond} a second for 20 s, p${percent}`,
    values: [percentile(took, percent)],
    unit: "ms",
    limit,
    note: `of ${took.length}`,
  });
  return [row(50), row(99, 100)];
}

/** From the answer to a push to the first step of its deployment on the host, over a connection that is open. */
async function measureStart(devpilot: Devpilot, { url, secret }: Receiver): Promise<Row> {
  const took: number[] = [];
  for (let round = 0; round < rounds * 4 + 1; round++) {
    const before = await devpilot.repository.head();
    const after = await devpilot.repository.commit({ "version.txt": `${round}\n` }, `Version ${round}`);
    const known = new Set(runsOn(devpilot));
    const body = pushBody({ before, after });
    const answer = await fetch(url, { method: "POST", headers: signedHeaders(secret, body), body });
    if (answer.status !== 202) throw new Error(`The push was answered ${answer.status}.`);
    const answered = performance.timeOrigin + performance.now();
    const { id, claimedAt } = await firstClaim(devpilot, known);
    await untilEnded(devpilot, id);
    // The first one opens the connection and makes the mirror.
    if (round > 0) took.push(claimedAt - answered);
  }
  const note = `median ${percentile(took, 50).toFixed(0)} ms of ${took.length}; the head is asked over SSH first`;
  const values = [percentile(took, 95)];
  return { what: "202 → first step on the host, p95, warm connection", values, unit: "ms", limit: 150, note };
}

const runsOf = ({ sshd }: Devpilot) => join(sshd.home, ".devpilot/runs");
const runsOn = (devpilot: Devpilot) => (existsSync(runsOf(devpilot)) ? readdirSync(runsOf(devpilot)) : []);

async function firstClaim(devpilot: Devpilot, known: Set<string>): Promise<{ id: string; claimedAt: number }> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(1)) {
    const id = runsOn(devpilot).find((run) => !known.has(run));
    const steps = id ? readdirSync(join(runsOf(devpilot), id)) : [];
    const claims = steps
      .map((step) => join(runsOf(devpilot), id ?? "", step, "claim"))
      .filter((path) => existsSync(path));
    const times = claims.map((path) => Number(statSync(path, { bigint: true }).mtimeNs) / 1e6);
    if (id && times.length > 0) return { id, claimedAt: Math.min(...times) };
  }
  throw new Error("The push began no deployment within a minute.");
}

async function receiversOf(devpilot: Devpilot, later: (end: () => Promise<unknown>) => void) {
  const { secret, url } = await hookOf(devpilot.owner, devpilot.app.id);
  const own: Receiver = { name: "Devpilot", url, secret, note: "verifies, stores, wakes" };
  const debian = await startDebianWebhook(later);
  const empty = await startEmptyRoute(later);
  const receivers = typeof debian === "string" ? [empty, own] : [empty, debian, own];
  return { own, receivers, missing: typeof debian === "string" ? debian : null };
}

const ends: (() => Promise<unknown>)[] = [];
const devpilot = await startDevpilot();
try {
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  process.stdout.write(`${machine}, ${rounds} rounds, load ${loadavg()[0]?.toFixed(1)} before\n`);
  const { own, receivers, missing } = await receiversOf(devpilot, (end) => void ends.unshift(end));
  // As production has it: what was deployed once is there.
  await untilEnded(
    devpilot,
    (await api<{ id: string }>(devpilot, "POST", `/apps/${devpilot.app.id}/deployments`, {})).id,
  );
  const started = await measureStart(devpilot, own);
  const latency = await measureLatency(own);
  printTable("Webhooks: signed pushes of 7 kB", [...(await compare(receivers)), ...latency, started]);
  if (missing) process.stdout.write(`Debian's webhook: not measured, ${missing}\n`);
} finally {
  for (const end of ends) await end();
  await devpilot.stop();
}
process.exit(0);
