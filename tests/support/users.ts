import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";

import { processes, signal } from "./process-tree.ts";

export type ThrowawayUser = { name: string; uid: number; gid: number; home: string; remove(): void };

export const isRoot = userInfo().uid === 0;

/** A user of this machine, with a home directory, gone again after `remove()`. Needs root. */
export function makeUser(options: { home: string; password?: string; sudo?: boolean }): ThrowawayUser {
  const name = `dp${randomBytes(5).toString("hex")}`;
  execFileSync("useradd", ["-m", "-d", options.home, "-s", "/bin/bash", "-p", "*", name], { stdio: "ignore" });
  if (options.password) execFileSync("chpasswd", { input: `${name}:${options.password}\n` });
  const sudoers = `/etc/sudoers.d/${name}`;
  if (options.sudo) writeFileSync(sudoers, `${name} ALL=(ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
  const [uid, gid] = ["-u", "-g"].map((what) => Number(execFileSync("id", [what, name], { encoding: "utf8" })));
  if (uid === undefined || gid === undefined) throw new Error(`no user ${name}`);
  const remove = () => {
    for (const one of processes()) if (one.uid === uid) signal(one.pid, "SIGKILL");
    rmSync(sudoers, { force: true });
    execFileSync("userdel", ["-f", name], { stdio: "ignore" });
  };
  return { name, uid, gid, home: options.home, remove };
}
