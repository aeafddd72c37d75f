import { createHash, timingSafeEqual } from "node:crypto";

import { SshFailure } from "./failures.ts";
import { readStrings } from "./wire.ts";

/** A server's public key: its type ("ssh-ed25519") and the base64 of its wire form (RFC 4253, section 6.6). */
export type HostKey = { type: string; key: string };

/** The server showed another key than the pinned one: nothing was sent to it. An Admin may confirm `presented`. */
export class HostKeyChanged extends SshFailure {
  readonly presented: HostKey;
  readonly pinned: HostKey;

  constructor(pinned: HostKey, presented: HostKey) {
    super(
      "rejected",
      "host_key_changed",
      `The server's host key has changed. Pinned: ${fingerprint(pinned)} (${pinned.type}). ` +
        `Presented now: ${fingerprint(presented)} (${presented.type}). ` +
        `Nothing was sent to it. Confirm the new key only if you know why it changed.`,
    );
    this.name = "HostKeyChanged";
    this.pinned = pinned;
    this.presented = presented;
  }
}

export function hostKeyFromWire(blob: Buffer): HostKey {
  return { type: readStrings(blob)[0]?.toString("latin1") ?? "unknown", key: blob.toString("base64") };
}

/** The fingerprint as OpenSSH prints it: "SHA256:" and unpadded base64. */
export function fingerprint(hostKey: HostKey): string {
  const digest = createHash("sha256").update(Buffer.from(hostKey.key, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

export function sameHostKey(one: HostKey, other: HostKey): boolean {
  const [a, b] = [Buffer.from(one.key, "base64"), Buffer.from(other.key, "base64")];
  return a.length === b.length && timingSafeEqual(a, b);
}
