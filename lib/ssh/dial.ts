import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";

import { explain, sshFailure, type Stage, timedOut } from "./failures.ts";

/** How long may pass until a connection is signed in, and who is told of its stages. */
export type Progress = {
  timeoutMs: number;
  startedAt: number;
  onStage: (stage: Stage, fact?: string) => void;
};

/** Looks the host up and opens a TCP connection to whichever of its addresses answers first. */
export async function dial(host: string, port: number, progress: Progress): Promise<Socket> {
  progress.onStage("resolve");
  const addresses = await resolve(host, progress);
  progress.onStage("resolve", addresses.map(({ address }) => address).join(", "));
  progress.onStage("connect");
  const socket = await open(host, port, addresses, progress);
  progress.onStage("connect", `${socket.remoteAddress ?? host} port ${port}`);
  return socket;
}

export function millisecondsLeft(progress: Progress): number {
  return Math.max(1, progress.startedAt + progress.timeoutMs - Date.now());
}

async function resolve(host: string, progress: Progress): Promise<LookupAddress[]> {
  if (isIP(host)) return [{ address: host, family: isIP(host) }];
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const fail = () => reject(timedOut("resolve", host, progress.timeoutMs));
  const timer = setTimeout(fail, millisecondsLeft(progress));
  try {
    return await Promise.race([lookup(host, { all: true }), expired]);
  } catch (cause) {
    throw explainLookup(host, cause);
  } finally {
    clearTimeout(timer);
  }
}

function explainLookup(host: string, cause: unknown) {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  if (code === "ENOTFOUND" || code === "ENODATA" || code === "EINVAL") {
    return sshFailure("rejected", "unknown_host", "host", `No server is known by the name ${host}.`, cause);
  }
  if (code === "EAI_AGAIN") {
    const words = `The name ${host} cannot be looked up now: the name service does not answer.`;
    return sshFailure("unavailable", "unknown_host", "host", words, cause);
  }
  return cause;
}

function open(host: string, port: number, addresses: LookupAddress[], progress: Progress): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const place = `${host} port ${port}`;
  // Node tries each address in turn, 250 ms apart (RFC 8305)
  const socket = connect({ host, port, noDelay: true, lookup: answering(addresses), autoSelectFamily: true });
  const timer = setTimeout(() => {
    socket.destroy();
    reject(timedOut("connect", place, progress.timeoutMs));
  }, millisecondsLeft(progress));
  const refuse = (error: Error) => reject(explain(firstOf(error), place));
  socket.once("error", refuse);
  socket.once("connect", () => {
    socket.off("error", refuse);
    resolve(socket);
  });
  return promise.finally(() => clearTimeout(timer));
}

function answering(addresses: LookupAddress[]): LookupFunction {
  return (_host, _options, answer) => answer(null, addresses);
}

function firstOf(error: Error): Error {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first : error;
}
