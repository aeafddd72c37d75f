import type { z } from "zod";
import { pageOf } from "./bitbucket-answers.ts";
import type { Otherwise } from "./ask.ts";
import type { Call } from "./call.ts";
import type { Wish } from "./refusal.ts";
import { GitTrouble } from "./trouble.ts";

/** What leads through Bitbucket's lists, whose pages name the next one by its address. */
export interface Lists {
  call: Call;
  /** Where the API is: a page elsewhere would be given the token. */
  baseUrl: string;
  /** What is no JSON: a file, at an address below `baseUrl`. */
  bytes(wish: Wish, address: string, otherwise: Otherwise<Buffer | null>): Promise<Buffer | null>;
}

/** Page after page: https://developer.atlassian.com/cloud/bitbucket/rest/intro/#pagination. */
export async function* listed<Item>(
  { call, baseUrl }: Lists,
  wish: Wish,
  route: string,
  query: Record<string, unknown>,
  item: z.ZodType<Item>,
): AsyncIterable<Item[]> {
  let page = await call(wish, `GET ${route}`, { ...query, pagelen: 100 }, (answer) => pageOf(answer, item));
  yield page.items;
  while (page.next !== null) {
    page = await call(wish, `GET ${ownAddress(page.next, baseUrl)}`, {}, (answer) => pageOf(answer, item));
    yield page.items;
  }
}

function ownAddress(next: string, baseUrl: string): string {
  if (URL.parse(next)?.origin === new URL(baseUrl).origin) return next;
  throw new GitTrouble("away", "Bitbucket answered with a next page that is not its API's. Try again later.");
}
