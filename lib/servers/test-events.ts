import { ReadableStream } from "node:stream/web";
import type { Actor } from "#lib/access/actor.ts";
import type { StreamEvent } from "#lib/event-stream.ts";
import { toFailure } from "#lib/respond.ts";
import type { StageReport } from "./stages.ts";
import { testServer } from "./test.ts";

/**
 * Runs the connection test; yields each stage as it begins and ends. A watcher who leaves does not cut the test short:
 * what it finds is in the server's row. Throws what `testServer` throws.
 */
export async function* serverTestEvents(
  actor: Actor,
  server: string,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  for await (const report of reportsOf(actor, server, signal)) yield { event: "stage", data: report };
}

function reportsOf(actor: Actor, server: string, signal: AbortSignal): ReadableStream<StageReport> {
  let isWatched = true;
  return new ReadableStream<StageReport>({
    start(controller) {
      const tell = (report: StageReport) => isWatched && controller.enqueue(report);
      const close = () => {
        if (isWatched) controller.close();
        isWatched = false;
      };
      const fail = (error: unknown) => (isWatched ? controller.error(error) : void toFailure(error));
      signal.addEventListener("abort", close);
      // Not awaited: a stream hands nothing out before its start is done.
      void testServer(actor, { server }, tell).then(close, fail);
    },
    cancel: () => void (isWatched = false),
  });
}
