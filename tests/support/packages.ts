import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What the tests use of Debian, and the file by which each shows that it is there. */
const packages = {
  chromium: "/usr/bin/chromium",
  "openssh-server": "/usr/sbin/sshd",
  "dropbear-bin": "/usr/sbin/dropbear",
  shellcheck: "/usr/bin/shellcheck",
  sudo: "/usr/bin/sudo",
};

/** Installs what is missing, as root on Debian; elsewhere says in one line what is missing. Returns that line. */
export function installPackages(): string | undefined {
  const missing = findMissing();
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return tell(missing);
  aptGet("update");
  aptGet("install", "-y", "--no-install-recommends", ...missing);
  const still = findMissing();
  return still.length === 0 ? `installed ${missing.join(", ")}` : tell(still);
}

function findMissing(): string[] {
  return Object.entries(packages)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name);
}

function aptGet(...args: string[]): void {
  spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=120", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: "ignore",
  });
}

function tell(missing: string[]): string {
  return `not installed: ${missing.join(", ")}; the tests that need them are skipped or fail`;
}
