import type { Secret } from "#lib/secrets/secret.ts";

/** A delivery as it came in: header names in lower case, the body's bytes untouched. */
export interface HookRequest {
  headers: Record<string, string>;
  body: Buffer;
}

/** One branch or tag that a push moved. */
export interface RefChange {
  kind: "branch" | "tag";
  name: string;
  /** Null where it was made. */
  before: string | null;
  /** Null where it was deleted. */
  after: string | null;
}

/** Where something was pushed, as far as the body says it. */
export interface PushedRepository {
  /** The host's own id, which survives a rename. */
  remoteId: string | null;
  /** `acme/shop`. */
  path: string | null;
}

export type HookEvent =
  | { kind: "push"; changes: RefChange[]; repository: PushedRepository }
  /** The host tries whether anybody is there. */
  | { kind: "ping" }
  /** Something that was not asked for, by the host's name. */
  | { kind: "other"; name: string };

/** How one family of git hosts signs and words its deliveries. */
export interface HookDialect {
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** What to choose on the host when the hook is added by hand. */
  readonly manualHint: string;
  /** Headers that are worth keeping; signatures and tokens are not among them. */
  readonly kept: readonly string[];
  /** The host's name of the event and id of the delivery; null for what is no delivery of this dialect. */
  identify(headers: Record<string, string>): { event: string; key: string } | null;
  /** In constant time, over the raw bytes, with each secret that is valid now. */
  verify(request: HookRequest, secrets: readonly Secret[], now: Date): boolean;
  /** Reads a delivery whose signature was right. Throws a Failure `invalid` for a body that it can't read. */
  read(event: string, body: Buffer): HookEvent;
}
