const lineLimit = 64 * 1024;
/** Beyond the limit, kept so that a secret that lies across it is still seen whole. */
const lookahead = 96 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;

export interface Lines {
  /** Takes output as it comes; returns the complete lines in it, without their ends. */
  push(chunk: Buffer): Buffer[];
  /** What is left without an end, at the end of the output. */
  rest(): Buffer[];
  /** The same, raw and not counted as consumed, for somebody who goes on from here in another way. */
  partial(): Buffer;
  /** Raw bytes up to and including the last complete line. */
  readonly consumed: number;
}

/**
 * Splits output into lines, in bounded memory whatever comes. A carriage return in a line begins it anew, as on a
 * terminal, so of a progress bar the last state stays. Of a line above 64 kB the beginning stays; see `cutLine`.
 */
export function splitLines(): Lines {
  let partial: Buffer = Buffer.alloc(0);
  let received = 0;
  let consumed = 0;

  const take = (line: Buffer): Buffer => lastState(line).subarray(0, lineLimit + lookahead);
  const keep = (bytes: Buffer): Buffer => {
    if (bytes.length <= lineLimit + lookahead) return bytes;
    return Buffer.from(take(bytes));
  };

  return {
    push(chunk) {
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const piece = chunk.subarray(start, end);
        lines.push(take(partial.length > 0 ? Buffer.concat([partial, piece]) : piece));
        partial = Buffer.alloc(0);
        start = end + 1;
        consumed = received + start;
      }
      received += chunk.length;
      if (start < chunk.length) partial = keep(Buffer.concat([partial, chunk.subarray(start)]));
      return lines;
    },
    rest() {
      consumed = received;
      const left = partial;
      partial = Buffer.alloc(0);
      return left.length > 0 ? [take(left)] : [];
    },
    partial() {
      const left = partial;
      partial = Buffer.alloc(0);
      return left;
    },
    get consumed() {
      return consumed;
    },
  };
}

/** A redacted line as it is stored: at most 64 kB, marked when cut, and without what text columns refuse. */
export function cutLine(line: string): string {
  const clean = line.replaceAll("\0", "␀");
  if (clean.length <= lineLimit) return clean;
  return `${clean.slice(0, lineLimit)} [line cut here: it was longer than 64 kB]`;
}

function lastState(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && line[end - 1] === carriageReturn) end--;
  const visible = line.subarray(0, end);
  return visible.subarray(visible.lastIndexOf(carriageReturn) + 1);
}
