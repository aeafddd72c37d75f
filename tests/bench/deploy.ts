import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkDeployed } from "./deployed.ts";
import { api, type Devpilot, pssOf, startDevpilot, untilSwitched } from "./devpilot.ts";
import { measureFlood, measureLines } from "./log.ts";
import { rivals } from "./rivals/index.ts";
import type { Rival } from "./rivals/rival.ts";
import { printTable, type Row } from "./table.ts";

// `npm run bench:deploy`: the same repository to the same sshd by Devpilot, by the floor and by its rivals, in turn.

let count = 0;
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);

async function compare(devpilot: Devpilot): Promise<void> {
  const took = new Map<string, number[]>();
  const add = (name: string, milliseconds: number) => took.set(name, [...(took.get(name) ?? []), milliseconds]);
  const { ready, missing } = await prepareRivals(devpilot);
  for (let round = 0; round < rounds; round++) {
    for (const { rival, path } of ready) {
      const commit = await nextCommit(devpilot);
      const began = performance.now();
      await rival.deploy();
      add(rival.name, performance.now() - began);
      await checkDeployed(devpilot.repository.path, commit, join(path, "current"));
    }
    for (const [name, prepare] of devpilotWays) {
      const commit = await nextCommit(devpilot);
      await prepare(devpilot);
      const { took: milliseconds } = await untilSwitched(devpilot, () =>
        api(devpilot, "POST", `/apps/${devpilot.app.id}/deployments`, {}),
      );
      add(name, milliseconds);
      await checkDeployed(devpilot.repository.path, commit, join(devpilot.projectPath, "current"));
    }
  }
  for (const { rival } of ready) await rival.finish?.();
  printTable("Deployment: 400 files, 1.1 MB, 200 commits, no hooks", tableOf(took, ready));
  for (const line of missing) process.stdout.write(`${line}\n`);
}

const wishes: Record<string, number> = { "Devpilot, cold connection": 1.5, "Devpilot, warm connection": 1 };

/** Request to the API until the live link is switched; a new commit each time, as for the rivals. */
const devpilotWays: [string, (devpilot: Devpilot) => Promise<void>][] = [
  [
    "Devpilot, cold connection, no mirror",
    async (devpilot) => {
      rmSync(join(devpilot.sshd.home, ".devpilot/apps", devpilot.app.id, "mirror.git"), {
        recursive: true,
        force: true,
      });
      await dropConnection(devpilot);
    },
  ],
  ["Devpilot, cold connection", dropConnection],
  ["Devpilot, warm connection", async () => undefined],
];

async function dropConnection({ sshd }: Devpilot): Promise<void> {
  sshd.cutConnections();
  await sleep(200);
}

function tableOf(took: Map<string, number[]>, ready: { rival: Rival }[]): Row[] {
  const floor = [...took].find(([name]) => name.startsWith("floor"))?.[1] ?? [];
  return [...took].map(([what, values]) => ({
    what,
    values,
    unit: "ms",
    against: { name: "floor", values: floor, wanted: wishes[what] },
    note: ready.find(({ rival }) => rival.name === what)?.rival.note,
  }));
}

async function prepareRivals({ sshd, repository, git }: Devpilot) {
  const keyFile = join(sshd.home, "bench-key");
  writeFileSync(keyFile, sshd.privateKey);
  chmodSync(keyFile, 0o600);
  const ready: { rival: Rival; path: string }[] = [];
  const missing: string[] = [];
  for (const load of rivals) {
    const rival = await load();
    const reason = await rival.install();
    if (reason) {
      missing.push(`${rival.name}: not measured, ${reason}`);
      continue;
    }
    const path = join(sshd.home, `rival-${ready.length}`);
    mkdirSync(path);
    const { host, port, user } = sshd;
    const repositoryUrl = `${git.url}/${repository.name}`;
    await rival.prepare({ host, port, user, keyFile, path, repositoryUrl, branch: "main" });
    ready.push({ rival, path });
  }
  return { ready, missing };
}

function nextCommit({ repository }: Devpilot): Promise<string> {
  count++;
  return repository.commit({ "version.txt": `${count}\n` }, `Version ${count}`);
}

interface Listed {
  id: string;
  is_live: boolean;
  released_at: string | null;
}

interface Detail {
  steps: { id: string; kind: string; duration_ms: number }[];
}

async function measureRollback(devpilot: Devpilot): Promise<Row[]> {
  const clicks: number[] = [];
  const steps: number[] = [];
  const hosts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const path = `/apps/${devpilot.app.id}/deployments?limit=20`;
    const { data } = await api<{ data: Listed[] }>(devpilot, "GET", path);
    const earlier = data.find((one) => one.released_at && !one.is_live);
    const back = () => api<{ id: string }>(devpilot, "POST", `/deployments/${earlier?.id}/rollback`);
    const { id, took } = await untilSwitched(devpilot, back);
    const step = (await api<Detail>(devpilot, "GET", `/deployments/${id}`)).steps.find(
      ({ kind }) => kind === "rollback",
    );
    clicks.push(took);
    steps.push(step?.duration_ms ?? Number.NaN);
    hosts.push(timeOnHost(devpilot, id, step?.id ?? ""));
  }
  return [
    { what: "Rollback: request → live", values: clicks, unit: "ms", limit: 400 },
    { what: "Rollback: the step as the ledger has it", values: steps, unit: "ms" },
    { what: "Rollback: on the host, claimed → ended", values: hosts, unit: "ms", limit: 50 },
  ];
}

/** From the file that claims a step to the one that holds its end. */
function timeOnHost({ sshd }: Devpilot, run: string, step: string): number {
  const directory = join(sshd.home, ".devpilot/runs", run, step);
  const at = (name: string) => Number(statSync(join(directory, name), { bigint: true }).mtimeNs) / 1e6;
  return at("exit") - at("claim");
}

async function measureIdle({ web, worker }: Devpilot): Promise<Row> {
  const values: number[] = [];
  await sleep(10_000);
  for (let round = 0; round < 5; round++) {
    values.push(pssOf(web.pid) + pssOf(worker.pid));
    await sleep(1000);
  }
  return { what: "Idle: web and worker (PSS)", values, unit: "MB", limit: 350 };
}

const devpilot = await startDevpilot();
try {
  process.stdout.write(
    `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}, ${rounds} rounds\n`,
  );
  const idle = await measureIdle(devpilot);
  await compare(devpilot);
  printTable("Rollback and log", [
    ...(await measureRollback(devpilot)),
    await measureLines(devpilot),
    ...(await measureFlood(devpilot)),
    idle,
  ]);
} finally {
  await devpilot.stop();
}
process.exit(0);
