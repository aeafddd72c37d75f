import type { ServerFacts } from "#db/schema/servers.ts";

/** Something about a machine that a person should know before deploying to it. */
export interface Problem {
  words: string;
  fix: string;
  /** Nothing can be deployed until it is mended. */
  blocks: boolean;
}

const leastFreeBytes = 1024 ** 3;
const leastFreeShare = 0.05;

/** What is wrong with a machine, the worst first. */
export function problemsOf(facts: ServerFacts): Problem[] {
  return [...(isOldBash(facts) ? [oldBash(facts)] : []), ...(facts.gitVersion ? [] : [noGit]), ...nearlyFull(facts)];
}

/** "Debian 13 · x86_64 · 2 CPUs · 4.0 GB of memory · 12.3 of 40.0 GB free · git 2.47.3" */
export function describeFacts(facts: ServerFacts): string {
  return [
    `${facts.os} ${facts.osVersion}`.trim(),
    facts.arch,
    facts.cpus === 1 ? "1 CPU" : `${facts.cpus} CPUs`,
    `${gigabytes(facts.memoryBytes)} GB of memory`,
    `${gigabytes(facts.diskFreeBytes)} of ${gigabytes(facts.diskBytes)} GB free`,
    ...(facts.gitVersion ? [`git ${facts.gitVersion}`] : []),
    sudoWords[facts.sudo],
  ].join(" · ");
}

const sudoWords = { nopasswd: "sudo", password: "sudo asks for a password", none: "no sudo" } as const;

const noGit: Problem = {
  words: "git is not installed on the server.",
  fix: "Install it there: apt install git (Debian, Ubuntu), dnf install git (Fedora, RHEL), apk add git (Alpine).",
  blocks: true,
};

function isOldBash({ bashVersion }: ServerFacts): boolean {
  const [major = 0, minor = 0] = bashVersion.split(".").map(Number);
  return major < 4 || (major === 4 && minor < 2);
}

function oldBash({ bashVersion }: ServerFacts): Problem {
  return {
    words: `The server's bash is ${bashVersion}; Devpilot needs 4.2 or newer.`,
    fix: "Install a newer bash there, first in the PATH of this user.",
    blocks: true,
  };
}

function nearlyFull({ diskBytes, diskFreeBytes }: ServerFacts): Problem[] {
  if (diskFreeBytes >= leastFreeBytes && diskFreeBytes >= diskBytes * leastFreeShare) return [];
  return [
    {
      words: `The disk is nearly full: ${gigabytes(diskFreeBytes)} of ${gigabytes(diskBytes)} GB are free.`,
      fix: "Free some space, or keep fewer releases: a deployment that fills the disk fails.",
      blocks: false,
    },
  ];
}

function gigabytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
