const newline = 0x0a;

/** The end of an output of any length. */
export interface Tail {
  push(chunk: Buffer): void;
  /** The last bytes, beginning with a whole line, and how many lines are missing before them. */
  take(): { bytes: Buffer; cutLines: number };
}

/** Keeps the last `limit` bytes as they came: what will be cut away costs no more than counting its lines. */
export function keepTail(limit: number): Tail {
  const chunks: Buffer[] = [];
  let size = 0;
  let cutLines = 0;
  let isCut = false;
  return {
    push(chunk) {
      // A copy: the chunk may be a part of a much larger buffer, which it would keep alive.
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      for (let first = chunks[0]; first && size - first.length >= limit; first = chunks[0]) {
        chunks.shift();
        size -= first.length;
        cutLines += countLines(first);
        isCut = true;
      }
    },
    take() {
      const bytes = Buffer.concat(chunks);
      if (!isCut) return { bytes, cutLines };
      const begin = bytes.indexOf(newline) + 1;
      return { bytes: bytes.subarray(begin), cutLines: cutLines + (begin > 0 ? 1 : 0) };
    },
  };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}
