import type { Socket } from "node:net";

import { type Config, NodeSSH } from "node-ssh";
import ssh2, {
  type AnyAuthMethod,
  type AuthenticationType,
  type AuthHandlerMiddleware,
  type Client,
  type NextAuthHandler,
  type ParsedKey,
} from "ssh2";

import type { Secret } from "#lib/secrets/secret.ts";

import { ciphers, hostKeyOrder, keyExchanges, macs } from "./algorithms.ts";
import { dial, millisecondsLeft, type Progress } from "./dial.ts";
import { authenticationRefused, explain, type Stage, timedOut } from "./failures.ts";
import { type HostKey, HostKeyChanged, fingerprint, hostKeyFromWire, sameHostKey } from "./host-keys.ts";
import { type Connection, OpenConnection } from "./open-connection.ts";
import { publicKeyLine } from "./openssh.ts";
import { passphraseMissing, passphraseWrong, readableKey, unreadable, unsupported } from "./pem.ts";

export type { Consumer, ExecOptions } from "./exec.ts";
export type { Connection } from "./open-connection.ts";

export type Endpoint = { host: string; port: number; user: string };

export type Login = { kind: "key"; privateKey: Secret; passphrase?: Secret } | { kind: "password"; password: Secret };

export type ConnectOptions = {
  /** The pinned key; null only while connecting the first time, and then `connection.hostKey` is the one presented. */
  hostKey: HostKey | null;
  /** For everything until the sign-in is done; 15 s. */
  connectTimeoutMs?: number;
  /** A server that leaves `keepaliveMisses` questions unanswered, one every `keepaliveSeconds`, is lost; 5 s, 3. */
  keepaliveSeconds?: number;
  keepaliveMisses?: number;
  /** Told when a stage begins (no fact), and again when it is done (addresses, fingerprint, method of sign-in). */
  onStage?: (stage: Stage, fact?: string) => void;
};

/**
 * Connects and signs in. Throws HostKeyChanged, or SshFailure with a `code` and words for people (beside `host`,
 * `port`, `private_key` or `password`), or a Failure at `private_key` or `passphrase` when the key can't be read.
 */
export async function connect(endpoint: Endpoint, login: Login, options: ConnectOptions): Promise<Connection> {
  const methods = signInMethods(endpoint.user, login);
  const progress: Progress = {
    timeoutMs: options.connectTimeoutMs ?? 15_000,
    startedAt: Date.now(),
    onStage: options.onStage ?? (() => {}),
  };
  const socket = await dial(endpoint.host, endpoint.port, progress);
  return new SignIn(socket, endpoint, methods, options.hostKey, progress).run(options);
}

/** Reads a private key; throws a Failure at `private_key` or `passphrase`. */
export function parsePrivateKey(pem: Secret, passphrase?: Secret): ParsedKey {
  const { text, passphrase: opener } = readableKey(pem.reveal(), passphrase?.reveal());
  const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(text, opener);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key instanceof Error) throw explainKey(key);
  if (!key?.isPrivateKey()) throw unreadable();
  return key;
}

function explainKey(said: Error) {
  if (/no passphrase/i.test(said.message)) return passphraseMissing();
  if (/bad passphrase|bad decrypt|integrity check/i.test(said.message)) return passphraseWrong();
  const type = /Unsupported .*key type: (\S+)/.exec(said.message)?.[1];
  return type ? unsupported(type) : unreadable(said);
}

/** The ways to sign in that a login allows, in the order in which they are tried, and the public key shown if any. */
type Methods = { publicKey: string | null; list: AnyAuthMethod[] };

function signInMethods(username: string, login: Login): Methods {
  if (login.kind === "password") return { publicKey: null, list: passwordMethods(username, login.password.reveal()) };
  const key = parsePrivateKey(login.privateKey, login.passphrase);
  return { publicKey: publicKeyLine(key.type, key.getPublicSSH(), ""), list: [{ type: "publickey", username, key }] };
}

function passwordMethods(username: string, password: string): AnyAuthMethod[] {
  return [
    { type: "password", username, password },
    {
      type: "keyboard-interactive",
      username,
      prompt: (_n, _i, _l, asked, answer) => answer(asked.map(() => password)),
    },
  ];
}

/** Speaks SSH on an open socket until the sign-in is done or something stops it. */
class SignIn {
  readonly #socket: Socket;
  readonly #endpoint: Endpoint;
  readonly #progress: Progress;
  readonly #failed = Promise.withResolvers<never>();
  #untried: AnyAuthMethod[];
  /** The public key that we show, or null when we sign in with a password. */
  readonly #shown: string | null;
  #stage: Stage = "fingerprint";
  #method: AuthenticationType = "none";
  #expected: HostKey | null;
  #presented: HostKey | undefined;

  constructor(socket: Socket, endpoint: Endpoint, methods: Methods, pinned: HostKey | null, progress: Progress) {
    this.#socket = socket;
    this.#endpoint = endpoint;
    this.#progress = progress;
    this.#untried = methods.list;
    this.#shown = methods.publicKey;
    this.#expected = pinned;
    this.#failed.promise.catch(() => {});
  }

  async run(options: ConnectOptions): Promise<Connection> {
    this.#enter("fingerprint");
    const fail = () => this.#fail(timedOut(this.#stage, this.#place, this.#progress.timeoutMs));
    const timer = setTimeout(fail, millisecondsLeft(this.#progress));
    try {
      return await Promise.race([this.#handshake(options), this.#failed.promise]);
    } catch (error) {
      this.#socket.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #handshake(options: ConnectOptions): Promise<Connection> {
    const ssh = new NodeSSH();
    const ready = ssh.connect({ ...this.#library(options), sock: this.#socket });
    const client = ssh.connection;
    if (client) this.#listen(client);
    // what stops the handshake comes through our own listeners, in words
    await ready.catch(() => this.#failed.promise);
    if (!client || !this.#presented) throw new Error("signed in without a client or a host key");
    const connection = new OpenConnection(client, this.#socket, this.#presented);
    this.#progress.onStage("authenticate", this.#method);
    return connection;
  }

  #library(options: ConnectOptions): Config {
    const authHandler: AuthHandlerMiddleware = (offered, partial, next) => this.#authenticate(offered, partial, next);
    return {
      username: this.#endpoint.user,
      ident: "Devpilot",
      readyTimeout: 0,
      keepaliveInterval: (options.keepaliveSeconds ?? 5) * 1000,
      keepaliveCountMax: options.keepaliveMisses ?? 3,
      hostVerifier: (blob: Buffer) => this.#accepts(hostKeyFromWire(blob)),
      authHandler,
      algorithms: {
        kex: [...keyExchanges],
        serverHostKey: hostKeyOrder(options.hostKey),
        cipher: [...ciphers],
        hmac: [...macs],
        compress: ["none"],
      },
    };
  }

  /** These listeners stay: node-ssh takes its own off when it is ready, and an unheard error ends the process. */
  #listen(client: Client) {
    client.on("error", (error) => this.#fail(explain(error, this.#place)));
    client.on("close", () => this.#fail(explain(new Error("No response from server"), this.#place)));
    client.once("handshake", () => this.#enter("authenticate"));
  }

  /** Asked again whenever keys are exchanged anew: the key must stay the one that was presented first. */
  #accepts(presented: HostKey): boolean {
    if (this.#expected && !sameHostKey(this.#expected, presented)) {
      this.#fail(new HostKeyChanged(this.#expected, presented));
      return false;
    }
    if (!this.#presented) this.#progress.onStage("fingerprint", fingerprint(presented));
    this.#presented = this.#expected = presented;
    return true;
  }

  #authenticate(offered: AuthenticationType[] | null, partial: boolean, attempt: NextAuthHandler) {
    // a method that is still offered was tried in earnest: no second guess with the same password
    const isRefused = offered?.includes(this.#method) ?? false;
    const chosen = this.#untried.find(({ type }) => !offered || offered.includes(type));
    if (!chosen || isRefused)
      return this.#fail(authenticationRefused(this.#endpoint, this.#shown, offered ?? [], partial));
    this.#untried = this.#untried.filter((one) => one !== chosen);
    this.#method = chosen.type;
    attempt(chosen);
  }

  #enter(stage: Stage) {
    this.#stage = stage;
    this.#progress.onStage(stage);
  }

  #fail(error: Error) {
    this.#failed.reject(error);
  }

  get #place(): string {
    return `${this.#endpoint.host} port ${this.#endpoint.port}`;
  }
}
