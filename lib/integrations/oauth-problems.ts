import { Failure } from "#lib/failure.ts";
import { toFailure } from "#lib/respond.ts";
import { GitTrouble, type TroubleKind } from "./git/trouble.ts";

/** Why a consent led to nothing. The address carries the name alone, so that no link can put words into our mouth. */
const words = {
  denied: "You did not consent, so nothing was connected.",
  too_old: "This consent was begun too long ago, in another browser, or was used already. Begin again.",
  signed_out: "You were signed out meanwhile, or someone else is signed in now. Begin again.",
  not_permitted: "You may not connect accounts in this workspace any more.",
  other_account:
    "That was another account than the one to be authorised again. Switch accounts on the host, then begin again.",
  gone: "The integration that was to be authorised again was removed meanwhile.",
  client_gone: "The registration with this host was removed meanwhile. The owner of the instance can register again.",
  code_refused: "The host did not accept its own code any more. Begin again.",
  client_refused:
    "The host refused Devpilot's registration: its client id, secret or callback URL is not the one registered there. The owner of the instance can correct it.",
  right_missing: "The account gave too few rights to tell whose it is. Begin again, and grant what is asked for.",
  busy: "The host takes no more requests for now. Try again in a few minutes.",
  away: "The host did not answer as it should. Try again in a few minutes.",
  unexpected: "Something went wrong. Try again; the log of Devpilot's processes says what it was.",
};

export type OAuthProblem = keyof typeof words;

/** What the page says about a problem that the address names; null for none and for what is no problem's name. */
export function wordsOfProblem(name: string | string[] | undefined): string | null {
  return typeof name === "string" && Object.hasOwn(words, name) ? words[name as OAuthProblem] : null;
}

/** The name of what was thrown while tokens were fetched. What nobody expected is logged. */
export function problemOf(error: unknown): OAuthProblem {
  if (error instanceof GitTrouble) return troubles[error.trouble];
  if (error instanceof Failure) return failures[error.kind] ?? "away";
  toFailure(error);
  return "unexpected";
}

const troubles: Record<TroubleKind, OAuthProblem> = {
  token_refused: "code_refused",
  right_missing: "right_missing",
  not_found: "away",
  rate_limited: "busy",
  refused: "client_refused",
  away: "away",
};

const failures: Partial<Record<Failure["kind"], OAuthProblem>> = {
  unauthenticated: "signed_out",
  forbidden: "not_permitted",
  not_found: "gone",
  conflict: "other_account",
  rejected: "away",
};
