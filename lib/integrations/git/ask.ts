import { ZodError } from "zod";
import { Failure } from "#lib/failure.ts";
import { outboundFetch } from "#lib/outbound.ts";
import { budgetFor } from "./budget.ts";
import { type HostAccount, notItsApi, Refusal, troubleOf, type Wish } from "./refusal.ts";
import { GitTrouble } from "./trouble.ts";

/** What to answer in place of throwing, by the status that the host refuses with. */
export type Otherwise<T> = Partial<Record<number, (refusal: Refusal) => T | Promise<T>>>;

/**
 * Does one thing on a host. `work` gets the `fetch` that its SDK has to use: it goes through the outbound client and
 * refuses what is not a JSON answer, before any SDK makes its own sense of it. An answer that fails a zod schema in
 * `work` is none of the API's either. Throws GitTrouble. `bytes` are for what is no JSON: a file of a repository.
 */
export async function ask<T>(
  account: HostAccount,
  wish: Wish,
  work: (send: typeof fetch) => Promise<T>,
  otherwise: Otherwise<T> = {},
  answers: "json" | "bytes" = "json",
): Promise<T> {
  // SDKs wrap what their `fetch` throws, and one of them loses it: what it was is kept here.
  const thrown: unknown[] = [];
  const count = budgetFor(account);
  const send: typeof fetch = async (...request) => {
    try {
      return await checked(account, await outboundFetch(...request), answers, count);
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
  try {
    return await work(send);
  } catch (error) {
    return answerOrThrow(account, wish, thrown[0] ?? error, otherwise);
  }
}

async function checked(
  account: HostAccount,
  answer: Response,
  answers: "json" | "bytes",
  count: (answer: string) => void,
): Promise<Response> {
  if (answer.status === 304 || answer.status >= 400) throw new Refusal(answer, await answer.text(), account.token);
  if (answer.status >= 300) throw notItsApi(account);
  const text = await answer.clone().text();
  count(text);
  if (answers === "json" && text !== "" && !isJson(text)) throw notItsApi(account);
  return answer;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function answerOrThrow<T>(account: HostAccount, wish: Wish, error: unknown, otherwise: Otherwise<T>): T | Promise<T> {
  if (error instanceof Refusal) {
    const answer = otherwise[error.status];
    if (answer) return answer(error);
    throw troubleOf(account, wish, error);
  }
  if (error instanceof ZodError) throw notItsApi(account, error);
  if (error instanceof GitTrouble) throw error;
  if (error instanceof Failure) {
    const trouble = error.kind === "unavailable" ? "away" : "refused";
    throw new GitTrouble(trouble, error.message, { cause: error });
  }
  throw withoutRequest(error, account);
}

/** A mistake in an SDK or of ours, for the log. SDKs put the request into their errors, and the token is in it. */
function withoutRequest(error: unknown, { title, token }: HostAccount): Error {
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Error(`The SDK of ${title} failed: ${words.replaceAll(token.reveal(), "[secret]")}`);
}
