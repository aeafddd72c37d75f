import type { Otherwise } from "./ask.ts";
import type { Wish } from "./refusal.ts";

/** What an SDK makes of an answer, before anything is believed of it. */
export interface HostAnswer {
  data: unknown;
  headers: Record<string, string | number | undefined>;
}

/**
 * One call of a host's API: a route such as `GET /repos/{owner}/{repo}` with its parameters, which the SDK encodes, and
 * what to take from the answer. Throws GitTrouble.
 */
export type Call = <T>(
  wish: Wish,
  route: string,
  parameters: Record<string, unknown>,
  take: (answer: HostAnswer) => T,
  otherwise?: Otherwise<T>,
) => Promise<T>;

export function header({ headers }: HostAnswer, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : String(value);
}
