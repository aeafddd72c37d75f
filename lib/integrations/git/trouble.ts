import { Failure, type FailureKind } from "#lib/failure.ts";

/** What can be wrong between Devpilot and a git host's API, as far as it makes a difference to what is done next. */
export type TroubleKind =
  | "token_refused" // 401: the token is wrong, ended or revoked
  | "right_missing" // 403: the account or its scopes do not reach so far
  | "not_found" // 404: absent, or not to be seen by this account
  | "rate_limited" // 429, and 403 where a host says so: not before `until`
  | "refused" // another 4xx, in the host's own words
  | "away"; // no answer, a 5xx, or an answer that is not the API's

const kinds: Record<TroubleKind, FailureKind> = {
  token_refused: "rejected",
  right_missing: "rejected",
  not_found: "rejected",
  rate_limited: "unavailable",
  refused: "rejected",
  away: "unavailable",
};

/** Thrown by the adapters of git hosts, with a sentence for people that holds no secret. */
export class GitTrouble extends Failure {
  readonly trouble: TroubleKind;
  /** When to ask again, for `rate_limited`. */
  readonly until: Date | null;

  constructor(trouble: TroubleKind, message: string, details: { until?: Date; cause?: unknown } = {}) {
    super(kinds[trouble], message, { cause: details.cause });
    this.name = "GitTrouble";
    this.trouble = trouble;
    this.until = details.until ?? null;
  }
}
