import { onePerProcess } from "#lib/one-per-process.ts";

/** GitHub sends no more. */
export const mostBytes = 25 * 1024 * 1024;
/** Of all bodies that this process holds at one moment. */
const mostAtOnce = 64 * 1024 * 1024;
/** Hosts wait ten seconds for the answer. */
const patienceMilliseconds = 10_000;

export class TooLarge extends Error {}
export class TooBusy extends Error {}
export class TooSlow extends Error {}
export class CutOff extends Error {}

const held = onePerProcess<{ bytes: number }>("webhook-bodies");

/**
 * Lends the body's bytes to `work` and counts them until it is done. Throws `TooLarge`, `TooSlow`, `CutOff`, or
 * `TooBusy` when all bodies together are too much to hold.
 */
export async function readBody<T>(
  { headers, body }: Pick<Request, "headers" | "body">,
  work: (body: Buffer) => Promise<T>,
): Promise<T> {
  if (Number(headers.get("content-length") ?? 0) > mostBytes) throw new TooLarge();
  const share = { bytes: 0 };
  try {
    return await work(body ? await readAll(body, share) : Buffer.alloc(0));
  } finally {
    all().bytes -= share.bytes;
  }
}

async function readAll(body: ReadableStream<Uint8Array>, share: { bytes: number }): Promise<Buffer> {
  const reader = body.getReader();
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  }, patienceMilliseconds);
  const chunks: Uint8Array[] = [];
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      count(next.value.length, share);
      chunks.push(next.value);
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    if (error instanceof TooLarge || error instanceof TooBusy) throw error;
    throw new CutOff("The body did not come to its end.", { cause: error });
  } finally {
    clearTimeout(late);
  }
  if (isLate) throw new TooSlow();
  return Buffer.concat(chunks, share.bytes);
}

function count(bytes: number, share: { bytes: number }): void {
  share.bytes += bytes;
  all().bytes += bytes;
  if (share.bytes > mostBytes) throw new TooLarge();
  if (all().bytes > mostAtOnce) throw new TooBusy();
}

function all(): { bytes: number } {
  const known = held.get();
  if (known) return known;
  const made = { bytes: 0 };
  held.set(made);
  return made;
}
