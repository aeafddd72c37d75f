import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSshd, type SshdOptions } from "#tests/support/sshd.ts";

/** A real sshd whose user keeps authorized keys at home, as on any server. Needs root. */
export async function startMachine(options: SshdOptions = {}) {
  const config = ["AuthorizedKeysFile .ssh/authorized_keys", ...(options.config ?? [])];
  const sshd = await startSshd({ as: "throwaway", ...options, config });
  const folder = join(sshd.home, ".ssh");
  const file = join(folder, "authorized_keys");
  const { uid, gid } = statSync(sshd.home);
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, uid, gid);
  const writeAuthorizedKeys = (text: string) => {
    writeFileSync(file, text, { mode: 0o600 });
    chownSync(file, uid, gid);
  };
  writeAuthorizedKeys(`${sshd.publicKey}\n`);
  return {
    sshd,
    stop: () => sshd.stop(),
    writeAuthorizedKeys,
    authorize: (publicKey: string) => writeFileSync(file, `${publicKey}\n`, { flag: "a" }),
    authorizedKeys: () => readFileSync(file, "utf8").trimEnd().split("\n"),
  };
}

/** What ssh-keygen reads out of a private key. */
export function publicHalf(privateKey: string, passphrase: string): string {
  const file = join(tmpdir(), `key-${process.pid}-${Math.random()}`);
  writeFileSync(file, privateKey, { mode: 0o600 });
  try {
    return execFileSync("ssh-keygen", ["-y", "-P", passphrase, "-f", file], { encoding: "utf8" }).trim();
  } finally {
    rmSync(file);
  }
}
