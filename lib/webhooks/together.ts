interface Bounds {
  /** Statements under way at once. */
  ways: number;
  /** Of one statement: so many items, of so much weight. */
  items: number;
  weight: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Lets what comes while statements are under way share the next one: alone nothing waits, and a burst is a few
 * statements instead of hundreds. `work` answers in the order of its items. Items with the same key never share, and
 * where a shared statement fails each item has one of its own, so that none suffers for another; unless the failure
 * would be everybody's.
 */
export function together<Item, Result>(
  work: (items: Item[]) => Promise<Result[]>,
  bounds: Bounds,
  about: {
    keyOf?(item: Item): string;
    weightOf?(item: Item): number;
    isEverybodys?(error: unknown): boolean;
  } = {},
): (item: Item) => Promise<Result> {
  const queue: Waiting<Item, Result>[] = [];
  let underWay = 0;

  function next(): void {
    if (underWay >= bounds.ways || queue.length === 0) return;
    underWay++;
    void carry(takeSome()).finally(() => {
      underWay--;
      next();
    });
  }
  function takeSome(): Waiting<Item, Result>[] {
    const keys = new Set<string>();
    let weight = 0;
    const fits = ({ item }: Waiting<Item, Result>, index: number): boolean => {
      const key = about.keyOf?.(item) ?? String(index);
      const isNew = !keys.has(key);
      keys.add(key);
      weight += about.weightOf?.(item) ?? 0;
      return index === 0 || (isNew && index < bounds.items && weight <= bounds.weight);
    };
    const end = queue.findIndex((one, index) => !fits(one, index));
    return queue.splice(0, end < 0 ? queue.length : end);
  }
  async function carry(taken: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await work(taken.map(({ item }) => item));
      taken.forEach(({ resolve }, index) => resolve(results[index]!));
    } catch (error) {
      if (taken.length === 1 || about.isEverybodys?.(error)) for (const { reject } of taken) reject(error);
      else for (const one of taken) await carry([one]);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      next();
    });
}
