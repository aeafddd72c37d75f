import type { Secret } from "#lib/secrets/secret.ts";
import { masked } from "./mask.ts";
import { GitTrouble } from "./trouble.ts";

export interface HostAccount {
  /** As people write it: "GitHub". */
  title: string;
  token: Secret;
}

/** What is wanted of a host, for the sentences about why it did not come. */
export interface Wish {
  /** `the repository acme/shop` */
  what: string;
  /** The right that it takes: `admin rights on acme/shop and the scope repo`. */
  needs: string;
}

/** A host's no: an answer with a status of 400 and more, or 304. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Headers;
  /** The host's own words, when it has some; the token that was sent is never among them. */
  readonly words: string | null;

  constructor(answer: Response, body: string, token: Secret) {
    super(`answered ${answer.status}`);
    this.status = answer.status;
    this.headers = answer.headers;
    this.words = masked(wordsOf(body) ?? "", [token.reveal()]).slice(0, 300) || null;
  }
}

/** What a refusal means and what to do about it. */
export function troubleOf(account: HostAccount, wish: Wish, refusal: Refusal): GitTrouble {
  const { title } = account;
  const { status } = refusal;
  const said = refusal.words ? ` ${title} says: “${refusal.words}”` : "";
  const cause = refusal;
  if (isRateLimit(refusal)) return rateLimited(title, refusal);
  if (status === 401)
    return new GitTrouble(
      "token_refused",
      `${title} refuses the token: it has ended, was revoked or is not complete. Reconnect the account.${said}`,
      { cause },
    );
  if (status === 403)
    return new GitTrouble("right_missing", `${title} does not allow ${wish.what}: it takes ${wish.needs}.${said}`, {
      cause,
    });
  if (status === 404 || status === 410)
    return new GitTrouble(
      "not_found",
      `${title} does not show ${wish.what} to this account. It is gone, or this is missing: ${wish.needs}.`,
      { cause },
    );
  if (status >= 500)
    return new GitTrouble("away", `${title} answered with status ${status}. Try again in a few minutes.`, { cause });
  return new GitTrouble("refused", `${title} refused ${wish.what} with status ${status}.${said}`, { cause });
}

export function notItsApi({ title }: HostAccount, cause?: unknown): GitTrouble {
  const hint = "Check the address, and whether it is being maintained or a proxy stands before it.";
  return new GitTrouble("away", `${title} answered something that is not its API's. ${hint}`, { cause });
}

/** 403 too is how GitHub says it: with `retry-after`, or with none of the hour's calls left. */
function isRateLimit({ status, headers }: Refusal): boolean {
  if (status === 429) return true;
  return status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0");
}

function rateLimited(title: string, refusal: Refusal): GitTrouble {
  const until = new Date(Date.now() + Math.min(3_600_000, Math.max(1000, waitOf(refusal.headers))));
  const time = until.toISOString().slice(11, 16);
  return new GitTrouble("rate_limited", `${title} takes no more calls from this account until ${time} UTC.`, {
    until,
    cause: refusal,
  });
}

/** Milliseconds. Retry-After is seconds or a date (RFC 9110, 10.2.3); the others are seconds since 1970. */
function waitOf(headers: Headers): number {
  const after = headers.get("retry-after");
  if (after && /^\d+$/.test(after)) return Number(after) * 1000;
  const date = after ? Date.parse(after) : NaN;
  const reset = Number(headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset") ?? NaN) * 1000;
  return [date, reset].map((at) => at - Date.now()).find(Number.isFinite) ?? 60_000;
}

/** `message`, `error`, `error.message` or `error_description`: each host has its own place for it. */
function wordsOf(body: string): string | null {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return null;
  }
  const said = [field(answer, "message"), field(answer, "error"), field(answer, "error_description")];
  const [first] = said.filter((one) => one !== undefined && one !== null && one !== "");
  const words = field(first, "message") ?? first;
  if (words === undefined) return null;
  const details = field(answer, "errors");
  return `${inText(words)}${Array.isArray(details) ? ` ${details.map(detailOf).join(", ")}` : ""}`.trim();
}

function detailOf(detail: unknown): string {
  return inText(field(detail, "message") ?? detail);
}

function inText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
