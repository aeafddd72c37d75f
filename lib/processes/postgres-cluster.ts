import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.ts";
import type { PostgresPlace } from "./postgres-place.ts";

export const SUPERUSER = "devpilot";

/** The password of the cluster, made at its first start and readable by its owner only. */
export function readPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** Made under another name and renamed, so that a start that was cut short leaves nothing half made. */
export function makeCluster(place: PostgresPlace, cluster: string, password: string): void {
  const half = join(place.data, "cluster.new");
  const passwordFile = join(place.data, "password");
  rmSync(half, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.owner) chownSync(passwordFile, place.owner.uid, place.owner.gid);
  const made = spawnSync(
    place.binaries.initdb,
    [
      ...[`--pgdata=${half}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
      ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
    ],
    { ...place.owner, cwd: place.data, encoding: "utf8" },
  );
  rmSync(passwordFile);
  if (made.status !== 0) throw serverFailure(made.stderr || String(made.error));
  renameSync(half, cluster);
}

/** What PostgreSQL said when it did not start, as one sentence. */
export function serverFailure(output: string): Failure {
  if (/No space left on device/i.test(output))
    return new Failure("unavailable", "The disk is full: PostgreSQL has no space for its data.");
  const reason = output.match(/(?:FATAL|PANIC|error): +(.*)/)?.[1] ?? output.trim().split("\n").at(-1) ?? "";
  return new Failure("unavailable", `PostgreSQL did not start: ${reason}`);
}
