import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "#lib/processes/free-port.ts";
import { Secret } from "#lib/secrets/secret.ts";
import type { Endpoint, Login } from "#lib/ssh/connection.ts";
import type { HostKey } from "#lib/ssh/host-keys.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";

import { descendants, signal, waitUntil } from "./process-tree.ts";
import { isRoot, makeUser } from "./users.ts";

/** Whether a Dropbear can be had: it reads keys from the home that the user table names, so it needs a user of its own. */
export const hasDropbear = isRoot && existsSync("/usr/sbin/dropbear") && existsSync("/usr/bin/dropbearkey");

export type Dropbear = Awaited<ReturnType<typeof startDropbear>>;

/** A real Dropbear, the other SSH server of the field, on a loopback port. */
export async function startDropbear(options: { password?: string } = {}) {
  const directory = mkdtempSync(join(tmpdir(), "dropbear-"));
  chmodSync(directory, 0o755);
  const user = makeUser({ ...options, home: join(directory, "home") });
  const pair = makeKeyPair();
  authorize(user, pair.publicKey);
  const hostKey = makeHostKey(join(directory, "host_key"));
  const endpoint: Endpoint = { host: "127.0.0.1", port: await freePort(), user: user.name };
  const daemon = await start(directory, endpoint);
  const login: Login = { kind: "key", privateKey: Secret.of(pair.privateKey.reveal()) };
  const stop = () => {
    end(daemon);
    user.remove();
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...endpoint, endpoint, login, hostKey, home: user.home, stop, cutConnections: () => cut(daemon) };
}

function authorize(user: { home: string; uid: number; gid: number }, publicKey: string) {
  const folder = join(user.home, ".ssh");
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, "authorized_keys"), `${publicKey}\n`, { mode: 0o600 });
  for (const path of [folder, join(folder, "authorized_keys")]) chownSync(path, user.uid, user.gid);
}

function makeHostKey(path: string): HostKey {
  const said = execFileSync("dropbearkey", ["-t", "ed25519", "-f", path], { encoding: "utf8", stdio: "pipe" });
  const [, type = "", key = ""] = /^(ssh-ed25519) (\S+)/m.exec(said) ?? [];
  return { type, key };
}

async function start(directory: string, { host, port }: Endpoint): Promise<ChildProcess> {
  const args = ["-F", "-r", join(directory, "host_key"), "-p", `${host}:${port}`, "-P", join(directory, "pid")];
  const daemon = spawn("/usr/sbin/dropbear", args, { stdio: "ignore" });
  await waitUntil("dropbear listens", () => existsSync(join(directory, "pid")));
  return daemon;
}

function cut(daemon: ChildProcess) {
  for (const { pid, name } of descendants(daemon.pid ?? -1)) if (name === "dropbear") signal(pid, "SIGKILL");
}

function end(daemon: ChildProcess) {
  cut(daemon);
  daemon.kill("SIGKILL");
}
