import { setTimeout as delay } from "node:timers/promises";
import { env } from "#lib/env.ts";
import type { Redactor } from "#lib/secrets/redact.ts";
import { cleaned } from "./clean.ts";
import type { Hold } from "./hold.ts";
import type { Host } from "./host.ts";
import { raiseFence } from "./lease.ts";
import { beginStep, type Step } from "./ledger.ts";
import { type LogSink, openLog, restartLog } from "./log.ts";
import type { Order, Performed, StepEnd } from "./outcome.ts";

const repeatLimit = 3;
const longestPauseMilliseconds = 5000;
/** A server that can't be reached at all ends a deployment soon: nothing runs there that would have to be followed. */
const unreachedSeconds = 45;
const fenceLimit = 10;
const fencedForEver =
  "The server answers every time that a newer runner has taken over. Does another Devpilot deploy there?";

/**
 * Runs one step on its host to its end, whatever happens to connections, and follows its output into the log from the
 * byte where the ledger stands. A step that may have begun is followed, and started only if the host has never seen it.
 */
export async function performStep(
  hold: Hold,
  host: Host,
  step: Step,
  order: Order,
  redactor: Redactor,
): Promise<Performed> {
  const mayHaveBegun = step.status === "processing";
  await beginStep(hold.lease, step);
  for (let repeats = 0; ; repeats++) {
    const log = openLog(hold.lease, step, redactor);
    const attempt = { hold, host, step, order, log, isAgain: repeats > 0 };
    const end = await withCancel(attempt, followToEnd(attempt, mayHaveBegun && repeats === 0));
    await log.end();
    if (end.kind === "exit") return cleaned({ ...end, lastLine: log.lastLine }, redactor);
    if (end.kind !== "gone" || !order.isRepeatable || repeats === repeatLimit) return cleaned(end, redactor);
    await restartLog(hold.lease, step);
  }
}

interface Attempt {
  hold: Hold;
  host: Host;
  step: Step;
  order: Order;
  log: LogSink;
  isAgain: boolean;
}

/** Starts or follows, and goes on from the last byte as often as the connection is lost. */
async function followToEnd(attempt: Attempt, mayHaveBegun: boolean): Promise<Performed> {
  const { hold, host, step, order, log } = attempt;
  const patience = keepPatience(attempt);
  let fenced = 0;
  for (let isBegun = mayHaveBegun; ;) {
    const before = log.received;
    const end = isBegun ? await host.follow(step.id, log, hold) : await start(attempt);
    hold.stopped.throwIfAborted();
    if (end.kind === "fenced") {
      if (++fenced > fenceLimit) return { kind: "refused", reason: fencedForEver };
      await raiseFence(hold.lease, end.fence);
    } else if (end.kind === "unknown") {
      // What has written something has begun, even if its server has forgotten it since.
      if (!order.isRepeatable && log.received > 0) return { kind: "gone", how: "vanished" };
      isBegun = false;
    } else if (end.kind !== "lost" && end.kind !== "unreached") return end;
    else {
      isBegun ||= end.kind === "lost";
      const verdict = await patience.wait(isBegun, log.received > before);
      if (verdict === "try again") continue;
      if (isBegun) return { kind: "silent", reason: end.reason };
      // Nothing was asked of the server, so there is nothing to end there.
      return hold.cancelled.aborted ? { kind: "cancelled" } : { kind: "unreached", reason: end.reason };
    }
  }
}

/** Waits longer and longer between tries, and says when a silent host has been waited for long enough. */
function keepPatience({ hold, step, order }: Attempt) {
  let silentSince: number | null = null;
  let pause = 100;
  const limit = (isBegun: boolean, since: number): number => {
    if (!isBegun) return since + unreachedSeconds * 1000;
    const overdue = (step.startedAt?.getTime() ?? 0) + order.timeoutSeconds * 1000;
    return (hold.cancelled.aborted ? since : Math.max(since, overdue)) + env.silenceSeconds * 1000;
  };
  return {
    async wait(isBegun: boolean, hasMoved: boolean): Promise<"try again" | "give up"> {
      if (hasMoved) [silentSince, pause] = [null, 100];
      silentSince ??= Date.now();
      if (Date.now() > limit(isBegun, silentSince)) return "give up";
      if (!isBegun && hold.cancelled.aborted) return "give up";
      await delay(pause, undefined, { signal: hold.stopped });
      pause = Math.min(pause * 2, longestPauseMilliseconds);
      return "try again";
    },
  };
}

function start({ hold, host, step, order, log, isAgain }: Attempt): Promise<StepEnd> {
  return host.start(step.id, order, { isAgain }, log, hold);
}

/** A request to cancel ends the step on the host first; only then is it said to be cancelled. */
async function withCancel(attempt: Attempt, following: Promise<Performed>): Promise<Performed> {
  const { hold, order } = attempt;
  if (!order.isCancellable) return following;
  const isOver = new AbortController();
  const cancelling = cancelOnHost(attempt, isOver.signal);
  cancelling.catch(() => undefined);
  try {
    const end = await following;
    const isDecided = end.kind === "silent" || end.kind === "cancelled" || isSuccess(end);
    if (isDecided || !hold.cancelled.aborted) return end;
    return (await cancelling)
      ? { kind: "cancelled" }
      : { kind: "silent", reason: "the server did not confirm the end" };
  } finally {
    isOver.abort();
  }
}

async function cancelOnHost({ hold, host, step }: Attempt, isOver: AbortSignal): Promise<boolean> {
  if (!(await whenAborted(hold.cancelled, isOver))) return false;
  const deadline = Date.now() + env.silenceSeconds * 1000;
  for (
    let pause = 100;
    Date.now() < deadline && !isOver.aborted;
    pause = Math.min(pause * 2, longestPauseMilliseconds)
  ) {
    if (await host.cancel(step.id, hold)) return true;
    await delay(pause, undefined, { signal: hold.stopped });
  }
  return false;
}

function isSuccess(end: Performed): boolean {
  return end.kind === "exit" && end.code === 0;
}

function whenAborted(signal: AbortSignal, isOver: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(true);
    signal.addEventListener("abort", () => resolve(true), { once: true });
    isOver.addEventListener("abort", () => resolve(false), { once: true });
  });
}
