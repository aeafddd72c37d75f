import type { Answer, Call, Route } from "./http.ts";
import type { Change } from "./changes.ts";
import type { Delivery, Fault, Hook, Provider, Repository, User } from "./model.ts";
import type { State } from "./state.ts";
import type { Token } from "./tokens.ts";

/** How a request for a token went, before a provider words it. */
export type TokenOutcome =
  | { token: Token; isRefresh: boolean }
  | { problem: "client" | "code" | "redirect" | "verifier" | "refresh" | "grant-type" };

/** One call of a hook, ready to be signed. */
export interface Outgoing {
  event: string;
  /** The branch, for hooks that filter by it. */
  branch: string | null;
  payload: object;
}

/** What one provider does in its own way. */
export interface Dialect {
  readonly provider: Provider;
  /** `/api/v3`: where the API begins on the service's own address. */
  readonly apiPath: string;
  readonly routes: Route[];
  /** Pages and OAuth endpoints beside the API. */
  readonly webRoutes: Route[];
  readonly oauth: {
    authorizePath: string;
    tokenPath: string;
    knownScopes: string[];
    refusesUnknownScopes: boolean;
    takesPkce: boolean;
    /** How long a token lives, where it does not live for ever. */
    accessSeconds: number;
    expires(state: State): boolean;
    makeTokens(state: State): { access: string; refresh: string };
    client(call: Call): { id: string; secret: string } | null;
    answer(state: State, outcome: TokenOutcome, call: Call): Answer;
  };
  readonly errors: {
    unauthorized(token: Token | null, call: Pick<Call, "headers" | "state">): Answer;
    missingScope(wanted: string[], token: Token): Answer;
    noRoute(): Answer;
    badBody(): Answer;
    fault(fault: Extract<Fault, { kind: "429" | "secondary" | "exhausted" }>, now: number): Answer;
  };
  /** The header of personal access tokens, which takes nothing else; null where there is none. */
  readonly personalHeader: string | null;
  /** Every scope that these scopes include. */
  expand(scopes: string[]): string[];
  /** Headers of every answer of the API: rate limits, scopes. */
  decorate(answer: Answer, call: Call, route: Route): Answer;
  readonly git: {
    users: RegExp;
    readScopes: string[];
    writeScopes: string[];
  };
  /** What a push sends; an empty list when the provider keeps silent. */
  push(state: State, repository: Repository, changes: Change[], pusher: User): Outgoing[];
  sign(state: State, hook: Hook, outgoing: Outgoing, body: string, id: string): Record<string, string>;
  wants(hook: Hook, outgoing: Outgoing, now: number): boolean;
  /** The id that goes with a delivery. */
  makeDeliveryId(): string;
  readonly maxBodyBytes: number;
  readonly attempts: number;
  /** After a hook was called: GitLab switches failing ones off. */
  afterDelivery(hook: Hook, delivery: Delivery, now: number): void;
}
