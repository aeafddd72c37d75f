import { type ChildProcess, execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

import { answers, runSshd, sshdConfig } from "#lib/processes/demo/sshd-process.ts";
import { freePort } from "#lib/processes/free-port.ts";
import { Secret } from "#lib/secrets/secret.ts";
import type { Endpoint, Login } from "#lib/ssh/connection.ts";
import { fingerprint, type HostKey } from "#lib/ssh/host-keys.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";

import { descendants, signal, waitUntil } from "./process-tree.ts";
import { makeUser, type ThrowawayUser } from "./users.ts";

export type SshdOptions = {
  /** "self" signs in as whoever runs the tests; "throwaway" as a user made for it, which needs root. */
  as?: "self" | "throwaway";
  /** Lets the throwaway user sign in with this password too. */
  password?: string;
  /** Lets the throwaway user sudo without a password. */
  sudo?: boolean;
  /** Lines of sshd_config that go before all others: the first of a kind counts. */
  config?: string[];
  /** Types of the host keys; one Ed25519. */
  hostKeyTypes?: HostKeyType[];
};

export { hasSshd } from "#lib/processes/demo/sshd-process.ts";

type HostKeyType = "ed25519" | "ecdsa" | "rsa";

/** A real OpenSSH server on a loopback port, with host keys, an authorized key and a home directory of its own. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const directory = mkdtempSync(join(tmpdir(), "sshd-"));
  chmodSync(directory, 0o755);
  const home = join(directory, "home");
  const throwaway = options.as === "throwaway" ? makeUser({ ...options, home }) : undefined;
  mkdirSync(home, { recursive: true });
  const sshd = new Sshd(options, directory, home, throwaway, await freePort());
  await sshd.start();
  return sshd;
}

export class Sshd {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly user: string;
  readonly home: string;
  readonly publicKey: string;
  /** A PEM that `Secret.of` takes. */
  readonly privateKey: string;
  readonly #options: SshdOptions;
  readonly #directory: string;
  readonly #throwaway: ThrowawayUser | undefined;
  #daemon: ChildProcess | undefined;

  constructor(options: SshdOptions, directory: string, home: string, user: ThrowawayUser | undefined, port: number) {
    this.#options = options;
    this.#directory = directory;
    this.#throwaway = user;
    this.home = home;
    this.port = port;
    this.user = user?.name ?? userInfo().username;
    const pair = makeKeyPair();
    this.publicKey = pair.publicKey;
    this.privateKey = pair.privateKey.reveal();
    writeFileSync(join(directory, "authorized_keys"), `${pair.publicKey}\n`);
    this.#makeHostKeys();
  }

  get endpoint(): Endpoint {
    return { host: this.host, port: this.port, user: this.user };
  }

  get login(): Login {
    return { kind: "key", privateKey: Secret.of(this.privateKey) };
  }

  get hostKey(): HostKey {
    const path = `${this.#hostKeyPath(this.#hostKeyTypes[0] ?? "ed25519")}.pub`;
    const [type = "", key = ""] = readFileSync(path, "utf8").split(" ");
    return { type, key };
  }

  get hostKeyFingerprint(): string {
    return fingerprint(this.hostKey);
  }

  /** Lets a further public key in. */
  authorize(publicKey: string) {
    writeFileSync(join(this.#directory, "authorized_keys"), `${publicKey}\n`, { flag: "a" });
  }

  async start() {
    this.#daemon = await runSshd(this.#directory, this.port, this.#config());
  }

  /** Ends the daemon and every connection, and starts again on the same port. */
  async restart() {
    await this.end();
    await this.start();
  }

  /** Starts again with other host keys, as a machine that was installed anew. */
  async changeHostKeys() {
    for (const type of this.#hostKeyTypes) rmSync(this.#hostKeyPath(type));
    this.#makeHostKeys();
    await this.restart();
  }

  /** Cuts every connection; what runs on the server runs on. */
  cutConnections() {
    for (const { pid } of this.#sessions()) signal(pid, "SIGKILL");
  }

  /** The black hole: sockets stay open and nothing answers. */
  freeze() {
    for (const pid of this.#everySshd()) signal(pid, "SIGSTOP");
  }

  thaw() {
    for (const pid of this.#everySshd()) signal(pid, "SIGCONT");
  }

  /** How many connections are open. */
  connections(): number {
    return this.#sessions().filter(({ parent }) => parent === this.#daemon?.pid).length;
  }

  async stop() {
    await this.end();
    this.#throwaway?.remove();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Ends the daemon and every connection; `start` brings it back. */
  async end() {
    for (const pid of this.#everySshd()) signal(pid, "SIGKILL");
    await waitUntil("sshd is gone", async () => !(await answers(this.port)));
  }

  #everySshd(): number[] {
    const daemon = this.#daemon?.pid;
    return daemon === undefined ? [] : [daemon, ...this.#sessions().map(({ pid }) => pid)];
  }

  #sessions() {
    return descendants(this.#daemon?.pid ?? -1).filter(({ name }) => name.startsWith("sshd"));
  }

  get #hostKeyTypes(): HostKeyType[] {
    return this.#options.hostKeyTypes ?? ["ed25519"];
  }

  #hostKeyPath(type: HostKeyType): string {
    return join(this.#directory, `host_${type}`);
  }

  #makeHostKeys() {
    for (const type of this.#hostKeyTypes) {
      execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", this.#hostKeyPath(type)]);
    }
  }

  #config(): string[] {
    const hostKeys = this.#hostKeyTypes.map((type) => this.#hostKeyPath(type));
    const authorizedKeys = join(this.#directory, "authorized_keys");
    // Whoever runs the tests has another home for the time of the login.
    const home = this.#throwaway ? undefined : this.home;
    return [
      ...(this.#options.config ?? []),
      ...(this.#options.password ? ["PasswordAuthentication yes"] : []),
      ...sshdConfig({ port: this.port, hostKeys, authorizedKeys, home }),
    ];
  }
}
