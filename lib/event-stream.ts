import { Failure } from "./failure.ts";
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
  const revoked = new AbortController();
  const signal = AbortSignal.any([request.signal, stopping.signal, revoked.signal]);
  const timers = [
    setInterval(() => void source.recheck().catch((error: unknown) => revoked.abort(error)), recheckMilliseconds),
  ];
  const iterator = encode(source, signal, revoked.signal);
  const encoder = new TextEncoder();
  const finish = (): void => timers.forEach(clearInterval);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timers.push(setInterval(() => controller.enqueue(encoder.encode(": alive\n\n")), aliveMilliseconds));
    },
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (value) controller.enqueue(encoder.encode(value));
      if (!done) return;
      finish();
      controller.close();
    },
    async cancel() {
      finish();
      revoked.abort();
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
    for await (const event of source.events(signal)) yield frame(event);
    if (revoked.aborted) yield frame({ event: "revoked", data: { message: sentenceOf(revoked.reason) } });
    else yield frame({ event: stopping.signal.aborted ? "restarting" : "end", data: {} });
  } catch (error) {
    yield frame({ event: "failed", data: { message: toFailure(error).message } });
  }
  return undefined;
}

function frame({ id, event, data }: StreamEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function sentenceOf(reason: unknown): string {
  return reason instanceof Failure ? reason.message : "You may not watch this any more.";
}
