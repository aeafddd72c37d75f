import { Failure } from "#lib/failure.ts";

/** Keeps what a server answers to a verb. Throws `rejected` beyond `most` bytes: a server can be anybody's, and say anything. */
export function collect(most: number, tooMuch: string) {
  const said: Buffer[] = [];
  let size = 0;
  return {
    onOutput(chunk: Buffer): void {
      size += chunk.length;
      if (size > most) throw new Failure("rejected", tooMuch);
      said.push(chunk);
    },
    bytes: (): Buffer => Buffer.concat(said),
  };
}
