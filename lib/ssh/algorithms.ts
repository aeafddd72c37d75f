import type { HostKey } from "./host-keys.ts";

// The quickest first, and nothing that rests on SHA-1: what OpenSSH 7.4 and Dropbear 2018 or newer speak.

export const keyExchanges = [
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
  "ecdh-sha2-nistp256",
  "ecdh-sha2-nistp384",
  "ecdh-sha2-nistp521",
  "diffie-hellman-group14-sha256",
  "diffie-hellman-group16-sha512",
  "diffie-hellman-group-exchange-sha256",
] as const;

export const ciphers = [
  "aes128-gcm@openssh.com",
  "aes256-gcm@openssh.com",
  "aes128-ctr",
  "aes192-ctr",
  "aes256-ctr",
  "chacha20-poly1305@openssh.com",
] as const;

export const macs = [
  "hmac-sha2-256-etm@openssh.com",
  "hmac-sha2-512-etm@openssh.com",
  "hmac-sha2-256",
  "hmac-sha2-512",
] as const;

const hostKeyAlgorithms = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
] as const;

/** The pinned key's type goes first: a server with keys of several types would else show another one. */
export function hostKeyOrder(pinned: HostKey | null) {
  const isPinned = (name: string) => name === pinned?.type || (pinned?.type === "ssh-rsa" && name.startsWith("rsa-"));
  return [...hostKeyAlgorithms.filter(isPinned), ...hostKeyAlgorithms.filter((name) => !isPinned(name))];
}
