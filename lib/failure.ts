/** What went wrong, as the doors see it: each kind has one HTTP status in `respond.ts`. */
export type FailureKind =
  | "invalid" // 422: a field is wrong, and the message names the fix
  | "unauthenticated" // 401
  | "forbidden" // 403: visible, but not permitted
  | "not_found" // 404: absent, or invisible to this actor
  | "conflict" // 409: the world is in a state that does not allow it now
  | "rejected" // 422: somebody outside (a server, a git host, a cloud) said no
  | "too_many" // 429
  | "unavailable"; // 503: somebody outside did not answer

export interface FailureDetails {
  /** Messages by field name, for forms and for the API's `errors`. */
  fields?: Record<string, string>;
  cause?: unknown;
}

/** An error written for people. Whatever is not a Failure is ours to fix, and is shown only as a reference. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly fields: Record<string, string>;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "Failure";
    this.kind = kind;
    this.fields = details.fields ?? {};
  }
}

/** A wrong field: the message is shown beside it. */
export function invalid(field: string, message: string): Failure {
  return new Failure("invalid", message, { fields: { [field]: message } });
}
