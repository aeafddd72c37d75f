type Waiting = { urgent: boolean; answer: (entered: boolean) => void };

/** Places on a connection: a queue in order of arrival, with one place kept for the urgent. */
export class Places {
  readonly #most: number;
  #taken = 0;
  #closed = false;
  #waiting: Waiting[] = [];
  #emptied: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Waits for a place; false when `signal` aborts first or the places close. Every place taken is to be given back. */
  take(urgent: boolean, signal?: AbortSignal): Promise<boolean> {
    if (this.#closed || signal?.aborted) return Promise.resolve(false);
    if (!this.#isFree(urgent)) return this.#wait(urgent, signal);
    this.#taken += 1;
    return Promise.resolve(true);
  }

  giveBack() {
    this.#taken -= 1;
    const next = this.#waiting.findIndex(({ urgent }) => this.#isFree(urgent));
    if (next >= 0) {
      this.#taken += 1;
      this.#waiting.splice(next, 1)[0]?.answer(true);
    }
    if (this.#taken === 0) this.#tellEmpty();
  }

  /** Resolves when nobody holds a place or waits for one. */
  async empty(): Promise<void> {
    if (this.#taken > 0 && !this.#closed) await new Promise<void>((resolve) => this.#emptied.push(resolve));
  }

  /** Sends everybody who waits away. */
  close() {
    this.#closed = true;
    this.#waiting.splice(0).forEach(({ answer }) => answer(false));
    this.#tellEmpty();
  }

  #tellEmpty() {
    this.#emptied.splice(0).forEach((tell) => tell());
  }

  #isFree(urgent: boolean): boolean {
    return this.#taken < (urgent ? this.#most : this.#most - 1);
  }

  #wait(urgent: boolean, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((one) => one !== me);
        resolve(false);
      };
      const me: Waiting = {
        urgent,
        answer: (entered) => {
          signal?.removeEventListener("abort", leave);
          resolve(entered);
        },
      };
      this.#waiting.push(me);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }
}
