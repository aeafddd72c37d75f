import type { ServerView } from "#lib/servers/view.ts";

type Facts = NonNullable<ServerView["facts"]>;

/** "Debian 13" */
export function systemWords({ os, osVersion }: Facts): string {
  return `${os} ${osVersion}`.trim();
}

/** "2 CPUs" */
export function cpuWords({ cpus }: Facts): string {
  return cpus === 1 ? "1 CPU" : `${cpus} CPUs`;
}

/** "12 of 40 GB free" */
export function diskWords({ diskBytes, diskFreeBytes }: Facts): string {
  return `${gigabytes(diskFreeBytes)} of ${gigabytes(diskBytes)} GB free`;
}

/** "12 GB free" */
export function freeWords({ diskFreeBytes }: Facts): string {
  return `${gigabytes(diskFreeBytes)} GB free`;
}

/** "4.0 GB" */
export function memoryWords({ memoryBytes }: Facts): string {
  return `${gigabytes(memoryBytes)} GB`;
}

export const sudoWords: Record<Facts["sudo"], string> = {
  nopasswd: "Yes, without a password",
  password: "Asks for a password, so hooks can't use it",
  none: "No",
};

export const originWords: Record<ServerView["origin"], string> = {
  connected: "Your machine",
  provisioned: "Provisioned",
};

export const accessWords = ({ kind, publicKey, isPasswordTemporary }: ServerView["access"]): string => {
  if (isPasswordTemporary) return "A password, until Devpilot's own key works";
  if (kind === "password") return "A password";
  return publicKey ? "A key that Devpilot made" : "A private key";
};

/** "deploy@[2001:db8::1]:22" */
export function addressWords({ username, host, port }: Pick<ServerView, "username" | "host" | "port">): string {
  return `${username}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function gigabytes(bytes: number): string {
  const amount = bytes / 1024 ** 3;
  return amount.toFixed(amount < 10 ? 1 : 0);
}
