import { toFailure } from "./respond.ts";
import { stopping } from "./stopping.ts";

/** One server-sent event (HTML Living Standard, 9.2). */
export interface StreamEvent {
  id?: string;
  event: string;
  data: unknown;
}

interface Source {
  /** Makes the events; ends when the signal aborts. */
  events(signal: AbortSignal): AsyncIterable<StreamEvent>;
  /** Asked every few seconds: throws once the watcher may not watch any more. */
  recheck(): Promise<unknown>;
}

const recheckMilliseconds = 4000;
const aliveMilliseconds = 15_000;

/**
 * Answers with an event stream. Pulls from the source only as fast as the browser reads. Ends when the browser leaves,
 * the process stops, or the right to watch is gone; then the last event says which.
 */
export function eventStream(request: Request, source: Source): Response {
  const [revoked, left] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([request.signal, stopping.signal, revoked.signal, left.signal]);
  const iterator = encode(source, signal, revoked.signal);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const recheck = () => void source.recheck().catch((error: unknown) => revoked.abort(error));
      // Null when the stream has broken, and no room means that nobody reads.
      const breathe = () => (controller.desiredSize ?? 0) > 0 && controller.enqueue(encoder.encode(": alive\n\n"));
      const timers = [setInterval(recheck, recheckMilliseconds), setInterval(breathe, aliveMilliseconds)];
      for (const end of [signal, left.signal]) end.addEventListener("abort", () => timers.forEach(clearInterval));
    },
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (value) controller.enqueue(encoder.encode(value));
      if (!done) return;
      left.abort();
      controller.close();
    },
    async cancel() {
      left.abort();
      await iterator.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

async function* encode(source: Source, signal: AbortSignal, revoked: AbortSignal): AsyncGenerator<string, undefined> {
  try {
    for await (const event of source.events(signal)) {
      // A source that is catching up has more to say than somebody may hear by now.
      if (signal.aborted) break;
      yield frame(event);
    }
    if (revoked.aborted) yield farewell(revoked.reason);
    else yield frame({ event: stopping.signal.aborted ? "restarting" : "end", data: {} });
  } catch (error) {
    yield frame({ event: "failed", data: { message: toFailure(error).message } });
  }
  return undefined;
}

function frame({ id, event, data }: StreamEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What could not be looked up now is asked again by whoever opens the stream anew. */
function farewell(reason: unknown): string {
  const failure = toFailure(reason);
  const isAway = failure.kind === "unavailable" || failure.kind === "too_many";
  return frame({ event: isAway ? "failed" : "revoked", data: { message: failure.message } });
}
