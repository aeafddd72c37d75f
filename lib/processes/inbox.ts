import { env } from "#lib/env.ts";
import { deliveriesTopic, listen } from "#lib/jobs/listen.ts";
import { beginDeciding } from "#lib/webhooks/decide.ts";
import { leaveRemovedApps } from "#lib/webhooks/leave-removed.ts";
import { reconcile } from "#lib/webhooks/reconcile.ts";
import { tidyDeliveries } from "#lib/webhooks/tidy.ts";
import { oneAtATime } from "./one-at-a-time.ts";

const minute = 60_000;
/** In a burst, so that what comes meanwhile is decided together. */
const pauseMilliseconds = 50;
/** How long branch heads stay compared. */
const compareMinutes = 5;

/**
 * Decides deliveries as they come, and looks for pushes that nobody told of: at the start, every few minutes, and at
 * once for an app that was switched on. `onDecided` is called when a deployment may wait.
 */
export function watchInbox(onDecided: () => void, report: (error: unknown) => void): { stop(): Promise<void> } {
  let isStopped = false;
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  const decide = oneAtATime(async () => {
    // What came meanwhile is looked for after an end, but not after a failure: that waits for the sweep.
    const after = () => {
      onDecided();
      hear();
    };
    for (const begun of isStopped ? [] : await beginDeciding()) track(begun.then(after).catch(report));
  });
  const compare = (before: number): void => void (isStopped || track(reconcile(new Date(before)).catch(report)));
  const compareNew = oneAtATime(() => reconcile(new Date(0)));
  const hear = atMostEvery(pauseMilliseconds, () => {
    void decide().catch(report);
    if (!isStopped) track(compareNew().catch(report));
  });

  const unlisten = listen(deliveriesTopic, hear);
  const timers = [
    setInterval(hear, env.sweepSeconds * 1000),
    setInterval(() => compare(Date.now() - compareMinutes * minute), minute),
    setInterval(() => {
      void tidyDeliveries().catch(report);
      void leaveRemovedApps().catch(report);
    }, 60 * minute),
  ];
  hear();
  compare(Date.now());

  return {
    async stop() {
      isStopped = true;
      unlisten();
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}

/** The first call works at once; those that come in the pause after it are one more at its end. */
function atMostEvery(milliseconds: number, work: () => void): () => void {
  let isPausing = false;
  let isWanted = false;
  const call = (): void => {
    isWanted = isPausing;
    if (isPausing) return;
    isPausing = true;
    work();
    setTimeout(() => {
      isPausing = false;
      if (isWanted) call();
    }, milliseconds).unref();
  };
  return call;
}
