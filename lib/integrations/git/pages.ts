import { GitTrouble } from "./trouble.ts";

export interface Page<Item> {
  items: Item[];
  /** The number of the last page; null where the host does not tell. */
  last: number | null;
  hasNext: boolean;
}

const together = 4;

/** Page after page, several at a time once the number of the last one is known. */
export async function* pages<Item>(page: (number: number) => Promise<Page<Item>>): AsyncIterable<Item[]> {
  const first = await page(1);
  yield first.items;
  if (first.last === null) return yield* oneByOne(page, first);
  for (let from = 2; from <= first.last; from += together) {
    const numbers = Array.from({ length: Math.min(together, first.last - from + 1) }, (_, index) => from + index);
    for (const { items } of await Promise.all(numbers.map(page))) yield items;
  }
}

export async function allOf<Item>(pages: AsyncIterable<Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const items of bounded(pages)) all.push(...items);
  return all;
}

const mostPages = 2000;

/** The same pages, and no more of them than any account has: a host may say for ever that there is a next one. */
export async function* bounded<Item>(pages: AsyncIterable<Item[]>): AsyncIterable<Item[]> {
  let read = 0;
  for await (const items of pages) {
    read += 1;
    if (read > mostPages)
      throw new GitTrouble("away", `The git host's list has more than ${mostPages} pages: Devpilot stopped there.`);
    yield items;
  }
}

async function* oneByOne<Item>(
  page: (number: number) => Promise<Page<Item>>,
  first: Page<Item>,
): AsyncIterable<Item[]> {
  for (let number = 2, { hasNext } = first; hasNext; number++) {
    const next = await page(number);
    yield next.items;
    ({ hasNext } = next);
  }
}

/** The page number behind a relation of a Link header (RFC 8288), or null. */
export function linkedPage(link: string | null, relation: "next" | "last"): number | null {
  const [, url] = new RegExp(`<([^>]+)>;\\s*rel="${relation}"`).exec(link ?? "") ?? [];
  const number = Number(url ? URL.parse(url)?.searchParams.get("page") : NaN);
  return Number.isInteger(number) && number > 0 ? number : null;
}
