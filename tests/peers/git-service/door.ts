import type { IncomingMessage, ServerResponse } from "node:http";
import type { Dialect } from "./dialect.ts";
import { fail } from "./fault.ts";
import type { GitDoor } from "./git-door.ts";
import { type Answer, type Call, matchRoute, readBasic, readInput, Refusal, type Route, send } from "./http.ts";
import type { ServiceRequest } from "./model.ts";
import { oauthRoutes } from "./oauth.ts";
import type { Specification } from "./specification.ts";
import type { State } from "./state.ts";
import { nameOf, type Token } from "./tokens.ts";

/** Where every request comes in: noted, then a fault, git, the API or a page. */
export class Door {
  readonly #state: State;
  readonly #dialect: Dialect;
  readonly #git: GitDoor;
  readonly #pages: Route[];
  readonly #specification: Specification | undefined;

  constructor(state: State, dialect: Dialect, git: GitDoor, specification?: Specification) {
    this.#state = state;
    this.#dialect = dialect;
    this.#git = git;
    this.#pages = [...oauthRoutes(dialect), ...dialect.webRoutes];
    this.#specification = specification;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.#state.url);
    this.#note(request, response);
    const { fault } = this.#state;
    if (fault && (fault.only?.test(pathname) ?? true))
      return fail(response, fault.fault, this.#dialect, this.#state.now());
    try {
      if (this.#git.takes(pathname)) return await this.#git.serve(request, response);
      send(response, await this.#answer(request));
    } catch (error) {
      // A mistake of the stand-in must never pass for an answer of the provider.
      const words = error instanceof Error ? error.stack : String(error);
      this.#state.violations.push(`${request.method} ${pathname}: ${words}`);
      if (!response.headersSent) send(response, { status: 599, body: { error: words } });
    }
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", this.#state.url);
    const { apiPath, routes, errors } = this.#dialect;
    const isApi = url.pathname.startsWith(`${apiPath}/`);
    const path = isApi ? url.pathname.slice(apiPath.length) : url.pathname;
    const method = request.method ?? "GET";
    const input = await readInput(request);
    if (isApi) {
      const violations = this.#specification?.checkRequest(method, path, url.searchParams, input) ?? [];
      if (violations.length > 0) return this.#violate(`${method} ${path}`, violations);
    }
    if (!input) return errors.badBody();
    const found = matchRoute(isApi ? routes : this.#pages, method, path);
    if (!found && !isApi) return { status: 404, body: "<!doctype html><h1>Not found</h1>" };

    const token = tokenOf(this.#state, this.#dialect, request);
    const { headers } = request;
    const call = {
      state: this.#state,
      dialect: this.#dialect,
      method,
      path,
      query: url.searchParams,
      headers,
      input,
      params: {},
      token: null,
    };
    if (!found) return errors.noRoute();
    const routed = { ...call, params: found.params };
    if (found.route.auth === "none") return this.#handle(found.route, routed);
    if (!token || token.isRevoked || (token.expiresAt ?? Infinity) <= this.#state.now())
      return errors.unauthorized(token, routed);
    const answer = await this.#handleWithin(found.route, { ...routed, token });
    this.#checkAnswer(method, path, answer);
    return this.#dialect.decorate(answer, { ...routed, token }, found.route);
  }

  /** With a living token: the hour's calls, the scopes, then the route. */
  async #handleWithin(route: Route, call: Call & { token: Token }): Promise<Answer> {
    const rate = rateOf(call.state, call.token);
    if (rate.used >= call.state.rateLimit) return this.#dialect.errors.fault({ kind: "exhausted" }, call.state.now());
    rate.used++;
    const granted = this.#dialect.expand(call.token.scopes);
    if (route.scopes && !route.scopes.some((scope) => granted.includes(scope)))
      return this.#dialect.errors.missingScope(route.scopes, call.token);
    return this.#handle(route, call);
  }

  async #handle(route: Route, call: Call): Promise<Answer> {
    try {
      return await route.handle(call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  /** The stand-in itself is held to the description: what it answers, and with which body. */
  #checkAnswer(method: string, path: string, { status, body, headers = {} }: Answer): void {
    const isOther = headers["content-type"]?.includes("json") === false;
    if (!this.#specification || isOther) return;
    const sent: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body));
    this.#state.violations.push(...this.#specification.checkAnswer(method, path, status, sent));
  }

  #violate(request: string, violations: string[]): Answer {
    this.#state.violations.push(...violations.map((violation) => `${request}: ${violation}`));
    return { status: 599, body: { violations } };
  }

  #note(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? "/", this.#state.url);
    const value = tokenValue(this.#dialect, request);
    const entry: ServiceRequest = {
      method: request.method ?? "GET",
      path: pathname,
      query: search.slice(1),
      status: 0,
      token: value && nameOf(value),
      user: (value && this.#state.tokens.find(value)?.user.login) || null,
    };
    this.#state.requests.push(entry);
    response.on("close", () => (entry.status = response.headersSent ? response.statusCode : 0));
  }
}

/** The calls of this hour, for each token. */
export function rateOf(state: State, token: Token): { used: number; resetAt: number } {
  const known = state.rates.get(token.value);
  if (known && known.resetAt > state.now()) return known;
  const rate = { used: 0, resetAt: state.now() + 3_600_000 };
  state.rates.set(token.value, rate);
  return rate;
}

function tokenOf(state: State, dialect: Dialect, request: IncomingMessage): Token | null {
  const token = state.tokens.find(tokenValue(dialect, request) ?? "") ?? null;
  const isPersonal = dialect.personalHeader !== null && dialect.personalHeader in request.headers;
  return isPersonal && token?.kind !== "personal" ? null : token;
}

function tokenValue({ personalHeader }: Dialect, { headers }: IncomingMessage): string | null {
  const personal = personalHeader && headers[personalHeader];
  if (typeof personal === "string") return personal;
  const [, bearer] = /^(?:bearer|token) (\S+)$/i.exec(headers.authorization ?? "") ?? [];
  return bearer ?? readBasic(headers.authorization)?.password ?? null;
}
