import type { Duplex, Readable } from "node:stream";

import { exited, lost, type Outcome, signalled } from "./outcome.ts";

/** A consumer of output. While the promise that it returns is pending, the server is held back. */
export type Consumer = (chunk: Buffer) => void | Promise<void>;

export type ExecOptions = {
  /** What the command reads; without it, its standard input is empty. */
  stdin?: Uint8Array | AsyncIterable<Uint8Array>;
  onStdout?: Consumer;
  onStderr?: Consumer;
  /** Closes this command's channel, and nothing else. The command itself may run on. */
  signal?: AbortSignal;
  /** May take the place that is kept free for it when all others are taken: for cancelling. */
  urgent?: boolean;
};

/** One command's streams on a connection, as the SSH library makes them. */
export interface Channel extends Duplex {
  readonly stderr: Readable;
  close(): void;
}

/** What a running command needs to know of its connection. */
export type Link = {
  /** Why the connection is gone, or null while it stands. */
  whyLost(): string | null;
  /** Resolves when the socket has taken what was written to it. */
  flushed(): Promise<void>;
};

export const notFollowed = "Devpilot stopped following this command.";

/**
 * Sees a command through: feeds it, delivers its output and says how it ended, when all output is delivered.
 * Must be called in the tick in which the channel opened, or its first events are missed. Rejects only with what
 * `stdin` or a consumer threw.
 */
export function follow(channel: Channel, options: ExecOptions, link: Link): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const stopped = new AbortController();
  const stop = (settle: () => void) => {
    stopped.abort();
    channel.close();
    settle();
  };
  const fail = (error: unknown) => stop(() => reject(error));
  const abort = () => stop(() => resolve(lost(notFollowed)));

  holdTogether(channel, channel.stderr);
  const output = Promise.all([
    endOf(channel, link),
    deliver(channel, stopped.signal, fail, options.onStdout),
    deliver(channel.stderr, stopped.signal, fail, options.onStderr),
  ]);
  output.then(([outcome]) => resolve(outcome), fail);
  feed(channel, options.stdin, stopped.signal, link).catch(fail);
  if (options.signal?.aborted) abort();
  options.signal?.addEventListener("abort", abort, { once: true });
  return promise.finally(() => {
    stopped.abort();
    options.signal?.removeEventListener("abort", abort);
  });
}

/**
 * The two streams of a channel share one window, and ssh2 opens it again when either has room: a slow consumer of one
 * would then not hold back a server that floods both. So room in one counts only while there is room in the other.
 */
function holdTogether(one: Readable, other: Readable) {
  for (const [stream, twin] of [
    [one, other],
    [other, one],
  ] as const) {
    const hasRoom = () => twin.readableLength < twin.readableHighWaterMark;
    const push = stream.push.bind(stream);
    const read = stream._read.bind(stream);
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => push(chunk, encoding) && hasRoom();
    stream._read = (size: number) => {
      if (hasRoom()) read(size);
    };
  }
}

function endOf(channel: Channel, link: Link): Promise<Outcome> {
  let outcome = lost("The server closed the session without saying how the command ended.");
  channel.on("exit", (code: number | null, signal?: string) => {
    outcome = code === null ? signalled(signal ?? "unknown") : exited(code);
  });
  // an error here is a write after the end; how the command ended, the close tells
  channel.on("error", () => {});
  channel.stderr.on("error", () => {});
  return new Promise((resolve) => {
    channel.once("close", () => {
      const reason = link.whyLost();
      resolve(reason === null ? outcome : lost(reason));
    });
  });
}

/** Reads to the end whatever happens, or the channel would never close: what nobody takes any more is discarded. */
async function deliver(stream: Readable, stopped: AbortSignal, fail: (error: unknown) => void, consume?: Consumer) {
  // a stream that ends must not close the channel: the exit status is still to come
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (stopped.aborted) continue;
    try {
      await consume?.(chunk);
    } catch (error) {
      fail(error);
    }
  }
}

async function feed(channel: Channel, stdin: ExecOptions["stdin"], stopped: AbortSignal, link: Link) {
  if (stdin instanceof Uint8Array) channel.write(stdin);
  else if (stdin) await pour(stdin, channel, stopped, link);
  if (!stopped.aborted) channel.end();
}

async function pour(source: AsyncIterable<Uint8Array>, channel: Channel, stopped: AbortSignal, link: Link) {
  const chunks = source[Symbol.asyncIterator]();
  const leave = () => void chunks.return?.().catch(() => {});
  stopped.addEventListener("abort", leave, { once: true });
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    if (stopped.aborted) return;
    if (!channel.write(next.value)) await drained(channel, stopped);
    await link.flushed();
  }
}

function drained(channel: Channel, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      channel.off("drain", done);
      stopped.removeEventListener("abort", done);
      resolve();
    };
    channel.on("drain", done);
    stopped.addEventListener("abort", done);
  });
}
