import { fingerprint } from "#lib/ssh/host-keys.ts";

/** The keys in lines of a `known_hosts` file (sshd(8)), to be compared with what the host publishes. */
export function pinnedKeys(knownHosts: string | null | undefined): { type: string; fingerprint: string }[] {
  const lines = (knownHosts ?? "").split("\n").map((line) => line.trim());
  return lines.flatMap((line) => {
    const [, type = "", key = ""] = line.split(/\s+/);
    return /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? [{ type, fingerprint: fingerprint({ type, key }) }] : [];
  });
}
