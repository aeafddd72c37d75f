type Consume = (chunk: Buffer, step: number) => void | Promise<void>;

/**
 * Splits the agent's output at its marks, `\x1e<random>\x1e`: one before the answer of each step. What comes before the
 * first is what the user's shell prints when it starts, and is dropped.
 */
export class MarkedOutput {
  readonly #mark: Buffer;
  readonly #consume: Consume;
  #step = -1;
  #held = Buffer.alloc(0);

  constructor(mark: string, consume: Consume = () => {}) {
    this.#mark = Buffer.from(`\x1e${mark}\x1e`);
    this.#consume = consume;
  }

  get begun(): boolean {
    return this.#step >= 0;
  }

  async write(chunk: Buffer): Promise<void> {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    for (let at = rest.indexOf(this.#mark); at >= 0; at = rest.indexOf(this.#mark)) {
      await this.#pass(rest.subarray(0, at));
      this.#step += 1;
      rest = rest.subarray(at + this.#mark.length);
    }
    const kept = this.#beginning(rest);
    this.#held = Buffer.from(rest.subarray(rest.length - kept));
    await this.#pass(rest.subarray(0, rest.length - kept));
  }

  async end(): Promise<void> {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    await this.#pass(held);
  }

  async #pass(bytes: Buffer): Promise<void> {
    if (bytes.length > 0 && this.begun) await this.#consume(bytes, this.#step);
  }

  /** How many bytes at the end may be the beginning of a mark. */
  #beginning(bytes: Buffer): number {
    const from = bytes.lastIndexOf(this.#mark[0] ?? 0, -1);
    if (from < 0 || bytes.length - from >= this.#mark.length) return 0;
    const tail = bytes.subarray(from);
    return tail.equals(this.#mark.subarray(0, tail.length)) ? tail.length : 0;
  }
}
