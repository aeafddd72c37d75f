import type { Socket } from "node:net";

import type { Command } from "#lib/agent/commands.ts";

import { type Channel, type ExecOptions, follow, type Link, notFollowed } from "./exec.ts";
import { SshFailure } from "./failures.ts";
import type { HostKey } from "./host-keys.ts";
import { lost, type Outcome } from "./outcome.ts";
import { Places } from "./places.ts";

/** sshd allows ten sessions on a connection; two are left to others. */
const mostChannels = 8;

/** sshd counts a session until some time after its end: one that it turns down is tried again after these pauses. */
const openAgainAfterMs = [10, 40, 150, 400];

/** How long our goodbye may take: a peer that is gone never answers it. */
const patienceMs = 500;

/** A signed-in connection to a server. It never throws by itself: what happens to it shows in outcomes and `onClose`. */
export interface Connection {
  readonly hostKey: HostKey;
  readonly closed: boolean;
  /**
   * Runs a constant command. Resolves when it has ended and its output is delivered; with `lost` when the connection
   * is or goes away, or `signal` aborts. Throws SshFailure `session_refused` when the server opens no session for it
   * (the command did not run), or what `stdin` or a consumer threw.
   */
  exec(command: Command, options?: ExecOptions): Promise<Outcome>;
  /** Takes no further command, waits for the running ones, and closes. */
  drain(): Promise<void>;
  /** Closes now. Running commands end as `lost`; what they started on the server may run on. */
  end(): void;
  /** Calls back once, with the reason in words; at once when it is closed already. */
  onClose(callback: (reason: string) => void): void;
}

/** What we need of the SSH library's client. */
export interface Wire {
  exec(command: string, opened: (error: Error | undefined, channel: Channel) => void): unknown;
  end(): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
}

export class OpenConnection implements Connection {
  readonly hostKey: HostKey;
  readonly #wire: Wire;
  readonly #socket: Socket;
  readonly #places = new Places(mostChannels);
  #reason: string | null = null;
  #draining = false;
  #listeners: ((reason: string) => void)[] = [];

  constructor(wire: Wire, socket: Socket, hostKey: HostKey) {
    this.hostKey = hostKey;
    this.#wire = wire;
    this.#socket = socket;
    wire.on("error", (error) => this.#lose(inWords(error)));
    wire.on("end", () => this.#lose("The server closed the connection."));
    wire.on("close", () => this.#lose("The connection was cut."));
    if (socket.destroyed) this.#lose("The connection was cut.");
  }

  get closed(): boolean {
    return this.#reason !== null;
  }

  async exec(command: Command, options: ExecOptions = {}): Promise<Outcome> {
    if (this.#draining) return lost("This connection is closing.");
    for (const patience of openAgainAfterMs) {
      const outcome = await this.#enter(command, options).catch((error: unknown) => passIfFull(error));
      if (outcome) return outcome;
      await new Promise((resolve) => setTimeout(resolve, patience));
    }
    return this.#enter(command, options);
  }

  async drain(): Promise<void> {
    this.#draining = true;
    await this.#places.empty();
    this.end();
  }

  end() {
    if (this.closed) return;
    this.#wire.end();
    this.#lose("Devpilot closed the connection.", patienceMs);
  }

  onClose(callback: (reason: string) => void) {
    if (this.#reason === null) this.#listeners.push(callback);
    else callback(this.#reason);
  }

  async #enter(command: Command, options: ExecOptions): Promise<Outcome> {
    if (await this.#places.take(options.urgent ?? false, options.signal)) return this.#run(command, options);
    return lost(this.#reason ?? notFollowed);
  }

  #run(command: Command, options: ExecOptions): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const leave = () => resolve(lost(notFollowed));
    options.signal?.addEventListener("abort", leave, { once: true });
    const opened = (error: Error | undefined, channel: Channel) => {
      options.signal?.removeEventListener("abort", leave);
      if (error) return refuse(error);
      channel.once("close", () => this.#places.giveBack());
      follow(channel, options, this.#link).then(resolve, reject);
    };
    const refuse = (error: unknown) => {
      this.#places.giveBack();
      if (this.#reason === null) reject(refusal(error));
      else resolve(lost(this.#reason));
    };
    try {
      this.#wire.exec(command, opened);
    } catch (error) {
      refuse(error);
    }
    return promise;
  }

  readonly #link: Link = {
    whyLost: () => this.#reason,
    flushed: () => flushed(this.#socket),
  };

  #lose(reason: string, patience = 0) {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.#places.close();
    if (patience === 0) this.#socket.destroy();
    else setTimeout(() => this.#socket.destroy(), patience).unref();
    this.#listeners.splice(0).forEach((tell) => tell(reason));
  }
}

function refusal(cause: unknown): SshFailure {
  return new SshFailure("unavailable", "session_refused", "The server refused to open another session.", { cause });
}

/** Swallows a refusal to open a channel, which the command never reached; throws everything else. */
function passIfFull(error: unknown): undefined {
  const isFull = error instanceof SshFailure && error.cause instanceof Error && "reason" in error.cause;
  if (!isFull) throw error;
}

function flushed(socket: Socket): Promise<void> {
  if (!socket.writableNeedDrain || socket.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
}

function inWords(error: Error): string {
  if (error.message === "Keepalive timeout") return "The server stopped answering.";
  if ("code" in error && typeof error.code === "string") return "The connection was cut.";
  return `The connection broke: ${error.message}.`;
}
