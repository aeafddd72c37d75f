import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../failure.ts";
import { freePort } from "./free-port.ts";
import { makeCluster, readPassword, serverFailure, SUPERUSER } from "./postgres-cluster.ts";
import { findPostgresPlace, type PostgresPlace } from "./postgres-place.ts";

/** Small for one machine; the statements of users never reach the log, since they may carry values. */
const TUNING = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "64MB",
  max_wal_size: "256MB",
  max_wal_senders: "0",
  wal_level: "minimal",
  io_method: "sync",
  max_parallel_workers: "0",
  max_logical_replication_workers: "0",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
};

// The server must not outlive the process that started it: when its end of this pipe closes, the guard stops the server.
const GUARD = `
exec 3<&0 </dev/null
"$@" 3<&- & server=$!
{ while read -r _ <&3; do :; done; kill -INT "$server"; } & guard=$!
wait "$server"; code=$?
kill "$guard" 2>/dev/null; exit "$code"`;

export interface Postgres {
  /** The address of a database on this server, with its password. */
  url(database?: string): string;
  pid: number;
  data: string;
  /** Settles when the server is gone, however it went. */
  ended: Promise<void>;
  /** Asks the sessions to end and writes everything out; harsher after 20 seconds. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  port?: number;
  /** More settings of postgresql.conf, for tests. */
  settings?: Record<string, string>;
}

/**
 * Runs an embedded PostgreSQL on loopback over the cluster in `directory`, which is made when it is not there. What an
 * earlier process left running on it is stopped first. Throws a Failure that says what is in the way.
 */
export async function startPostgres(directory: string, options: PostgresOptions = {}): Promise<Postgres> {
  const place = await findPostgresPlace(directory);
  const cluster = join(place.data, "cluster");
  const password = readPassword(`${directory}.password`);
  if (!existsSync(cluster)) makeCluster(place, cluster, password);
  await stopLeftover(cluster);
  const run = await runServer(place, cluster, options, `${directory}.log`);
  return {
    pid: run.pid,
    data: place.data,
    ended: run.ended,
    url: (database = "postgres") => `postgres://${SUPERUSER}:${password}@127.0.0.1:${run.port}/${database}`,
    stop: () => stopServer(run.pid, run.ended),
  };
}

async function stopLeftover(cluster: string): Promise<void> {
  const { pid } = readPidFile(cluster);
  if (pid === undefined || !isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  await waitUntil(() => !isAlive(pid), 20_000);
  if (isAlive(pid))
    throw new Failure("conflict", `An earlier PostgreSQL (process ${pid}) still runs on this data and does not end.`);
}

interface Run {
  pid: number;
  port: number;
  ended: Promise<void>;
}

async function runServer(place: PostgresPlace, cluster: string, options: PostgresOptions, log: string): Promise<Run> {
  for (const patience = Date.now() + 15_000; ; await sleep(100)) {
    const port = await freePort(options.port);
    const before = readPidFile(cluster).changedAt;
    const child = spawnServer(place, cluster, { ...TUNING, ...options.settings, port: String(port) }, log);
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const pid = await whenReady(cluster, child, before);
    if (pid !== undefined) return { pid, port, ended };
    child.stdin?.destroy();
    const output = readFileSync(log, "utf8");
    // The sessions of a killed server take a moment to go; a port may be taken between choosing and using it.
    const mayPass = /pre-existing shared memory|could not bind|lock file .* already exists/.test(output);
    if (!mayPass || Date.now() > patience) throw serverFailure(output);
  }
}

function spawnServer(
  place: PostgresPlace,
  cluster: string,
  settings: Record<string, string>,
  log: string,
): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openSync(log, "w", 0o600);
  const child = spawn("/bin/sh", ["-c", GUARD, "postgres", place.binaries.postgres, "-D", cluster, ...flags], {
    ...place.owner,
    cwd: place.data,
    // A session of its own, so that Ctrl-C in a terminal leaves it to us to stop it last.
    detached: true,
    stdio: ["pipe", output, output],
  });
  closeSync(output);
  return child;
}

async function whenReady(cluster: string, child: ChildProcess, before: number): Promise<number | undefined> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const file = () => readPidFile(cluster);
  // A crash may leave a lot of log to replay.
  await waitUntil(() => isOver() || (file().isReady && file().changedAt !== before), 120_000);
  return isOver() || !file().isReady ? undefined : file().pid;
}

async function stopServer(pid: number, ended: Promise<void>): Promise<void> {
  const impatience = setTimeout(() => signal(pid, "SIGQUIT"), 20_000);
  signal(pid, "SIGINT");
  await ended;
  clearTimeout(impatience);
}

/** The file that PostgreSQL keeps beside its data: the process on line 1, its state on line 8. */
function readPidFile(cluster: string): { pid: number | undefined; isReady: boolean; changedAt: number } {
  const file = join(cluster, "postmaster.pid");
  const changedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (changedAt === undefined) return { pid: undefined, isReady: false, changedAt: 0 };
  const lines = readFileSync(file, "utf8").split("\n");
  return { pid: Number(lines[0]) || undefined, isReady: lines[7]?.trim() === "ready", changedAt };
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

async function waitUntil(isTrue: () => boolean, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; Date.now() < end && !isTrue();) await sleep(20);
}
