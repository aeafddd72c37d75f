import { connect, type Connection, type Endpoint, type Login } from "./connection.ts";
import { SshFailure } from "./failures.ts";
import { fingerprint, type HostKey } from "./host-keys.ts";

export type PoolTarget = {
  /** The server's id: all uses of one id share a connection. */
  id: string;
  endpoint: Endpoint;
  /** Called only when a connection is to be made. */
  login(): Promise<Login>;
  hostKey: HostKey;
};

export type PoolOptions = {
  /** A connection that nobody uses is closed after this; 5 minutes. */
  idleMs?: number;
  connectTimeoutMs?: number;
};

type Pooled = {
  /** Where it leads and whom it expects there: a server that was edited gets a new connection. */
  identity: string;
  opening: Promise<Connection>;
  users: number;
  idle?: NodeJS.Timeout;
  /** Resolves when the connection is closed, or was never made. */
  gone: Promise<void>;
};

/** One connection per server, made when it is first used and again after it was lost. */
export class Pool {
  readonly #idleMs: number;
  readonly #connectTimeoutMs: number | undefined;
  readonly #pooled = new Map<string, Pooled>();
  /** Those in the map, and retired ones that somebody still uses. */
  readonly #alive = new Set<Pooled>();
  #closed = false;

  constructor(options: PoolOptions = {}) {
    this.#idleMs = options.idleMs ?? 5 * 60_000;
    this.#connectTimeoutMs = options.connectTimeoutMs;
  }

  /**
   * Lends the server's connection to `work`. Throws what `connect` throws (HostKeyChanged among it; a failed connect
   * is not remembered) and what `work` throws. A connection that breaks meanwhile shows as `lost` in its outcomes.
   */
  async use<T>(target: PoolTarget, work: (connection: Connection) => Promise<T>): Promise<T> {
    const pooled = this.#find(target);
    this.#borrow(pooled);
    try {
      return await work(await pooled.opening);
    } catch (error) {
      // sessions that sshd still counts, of commands that outlive their channel, have used this connection up
      if (error instanceof SshFailure && error.code === "session_refused") this.#retire(target.id, pooled);
      throw error;
    } finally {
      this.#giveBack(target.id, pooled);
    }
  }

  /** Lets the server's connection go: who uses it may finish, the next use makes a new one. For changed credentials. */
  recycle(id: string) {
    const pooled = this.#pooled.get(id);
    if (pooled) this.#retire(id, pooled);
  }

  /** Takes no further use, waits up to `graceMs` for running commands, and closes every connection. */
  async close(graceMs = 5_000): Promise<void> {
    this.#closed = true;
    const alive = [...this.#alive];
    for (const [id, pooled] of [...this.#pooled]) this.#retire(id, pooled);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, graceMs);
    await Promise.race([Promise.all(alive.map(({ gone }) => gone)), late]);
    clearTimeout(timer);
    for (const { opening } of alive) opening.then((connection) => connection.end()).catch(() => {});
  }

  #find(target: PoolTarget): Pooled {
    if (this.#closed) throw new SshFailure("unavailable", "closing", "Devpilot is stopping: no new work on servers.");
    const found = this.#pooled.get(target.id);
    if (found && found.identity === identityOf(target)) return found;
    if (found) this.#retire(target.id, found);
    return this.#open(target);
  }

  #open(target: PoolTarget): Pooled {
    const opening = this.#connect(target);
    const gone = opening.then(closing, () => {});
    const pooled: Pooled = { identity: identityOf(target), opening, users: 0, gone };
    this.#pooled.set(target.id, pooled);
    this.#alive.add(pooled);
    void gone.then(() => {
      this.#forget(target.id, pooled);
      this.#alive.delete(pooled);
    });
    return pooled;
  }

  async #connect({ endpoint, login, hostKey }: PoolTarget): Promise<Connection> {
    return connect(endpoint, await login(), { hostKey, connectTimeoutMs: this.#connectTimeoutMs });
  }

  #borrow(pooled: Pooled) {
    pooled.users += 1;
    clearTimeout(pooled.idle);
  }

  #giveBack(id: string, pooled: Pooled) {
    pooled.users -= 1;
    if (pooled.users > 0) return;
    if (this.#pooled.get(id) === pooled) {
      pooled.idle = setTimeout(() => this.#retire(id, pooled), this.#idleMs).unref();
    } else {
      this.#drain(pooled);
    }
  }

  #retire(id: string, pooled: Pooled) {
    this.#forget(id, pooled);
    if (pooled.users === 0) this.#drain(pooled);
  }

  #forget(id: string, pooled: Pooled) {
    clearTimeout(pooled.idle);
    if (this.#pooled.get(id) === pooled) this.#pooled.delete(id);
  }

  #drain({ opening }: Pooled) {
    opening.then((connection) => connection.drain()).catch(() => {});
  }
}

/** The pool of this process. */
export const pool = new Pool();

function identityOf({ endpoint, hostKey }: PoolTarget): string {
  return JSON.stringify([endpoint.host, endpoint.port, endpoint.user, fingerprint(hostKey)]);
}

function closing(connection: Connection): Promise<void> {
  return new Promise((resolve) => connection.onClose(() => resolve()));
}
