import type { IncomingMessage, ServerResponse } from "node:http";
import { GitBackend } from "#lib/processes/demo/git-backend.ts";
import { type Change, readChanges } from "./changes.ts";
import type { Dialect } from "./dialect.ts";
import { readBasic } from "./http.ts";
import type { Repository, User } from "./model.ts";
import { readRefs } from "./repository-on-disk.ts";
import type { State } from "./state.ts";
import type { Token } from "./tokens.ts";

const gitPath = /^\/(?<path>.+?)(\.git)?\/(?<service>info\/refs|git-upload-pack|git-receive-pack)$/;

/** Clone and push over HTTP with a token as the password of Basic credentials. */
export class GitDoor {
  readonly #state: State;
  readonly #dialect: Dialect;
  readonly #backend: GitBackend;
  readonly #onPush: (repository: Repository, changes: Change[], pusher: User) => Promise<unknown>;
  /** Pushes to one repository follow each other, or one would take the other's changes for its own. */
  readonly #pushes = new Map<Repository, Promise<unknown>>();

  constructor(
    state: State,
    dialect: Dialect,
    root: string,
    onPush: (repository: Repository, changes: Change[], pusher: User) => Promise<unknown>,
  ) {
    this.#state = state;
    this.#dialect = dialect;
    this.#backend = new GitBackend(root, true, true);
    this.#onPush = onPush;
  }

  takes(pathname: string): boolean {
    return gitPath.test(pathname);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? "/", this.#state.url);
    const { path = "", service = "" } = gitPath.exec(pathname)?.groups ?? {};
    const isPush = service === "git-receive-pack" || searchParams.get("service") === "git-receive-pack";
    const repository = this.#state.repositories.get(decodeURIComponent(path).toLowerCase());
    const who = this.#authenticate(request);
    const refusal = who === "bad" ? askForPassword : this.#refusalFor(who, repository, isPush);
    if (refusal || !repository) return (refusal ?? notFound)(response);

    await this.#state.disk(repository);
    request.url = `/${repository.path}.git/${service}${search}`;
    const user = who === "bad" || who === null ? null : who.user;
    if (service !== "git-receive-pack" || !user) return this.#backend.serve(request, response, user?.login);
    await this.after(repository, () => this.#receive(request, response, repository, user));
  }

  /** Waits until the pushes before it are through. */
  async after<T>(repository: Repository, work: () => Promise<T>): Promise<T> {
    const turn = (this.#pushes.get(repository) ?? Promise.resolve()).then(work, work);
    this.#pushes.set(
      repository,
      turn.catch(() => {}),
    );
    return turn;
  }

  /** Resolves when every push that has come in has sent what it sends. */
  async settled(): Promise<void> {
    await Promise.all(this.#pushes.values());
  }

  stop(): void {
    this.#backend.stop();
  }

  async #receive(request: IncomingMessage, response: ServerResponse, repository: Repository, user: User) {
    const directory = await this.#state.disk(repository);
    const before = await readRefs(directory);
    const served = new Promise((resolve) => response.on("close", resolve));
    this.#backend.serve(request, response, user.login);
    await served;
    const changes = await readChanges(directory, before, await readRefs(directory));
    if (changes.length > 0) await this.#onPush(repository, changes, user);
  }

  #authenticate(request: IncomingMessage): Token | "bad" | null {
    const basic = readBasic(request.headers.authorization);
    if (!basic) return request.headers.authorization ? "bad" : null;
    const token = this.#state.tokens.find(basic.password);
    const isAlive = token && !token.isRevoked && (token.expiresAt === null || token.expiresAt > this.#state.now());
    const isUser = this.#dialect.git.users.test(basic.user) || token?.kind === "personal";
    return token && isAlive && isUser ? token : "bad";
  }

  #refusalFor(token: Token | null, repository: Repository | undefined, isPush: boolean) {
    if (!token && (isPush || !repository || repository.isPrivate)) return askForPassword;
    if (!repository || !this.#state.may(token?.user ?? null, repository, "read")) return notFound;
    const { readScopes, writeScopes } = this.#dialect.git;
    const granted = this.#dialect.expand(token?.scopes ?? []);
    const wanted = isPush ? writeScopes : repository.isPrivate ? readScopes : [];
    if (wanted.length > 0 && !wanted.some((scope) => granted.includes(scope))) return forbidden;
    if (isPush && (repository.isArchived || !this.#state.may(token?.user ?? null, repository, "write")))
      return forbidden;
    return null;
  }
}

function askForPassword(response: ServerResponse): void {
  response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("Invalid username or token.\n");
}

const notFound = (response: ServerResponse) => void response.writeHead(404).end("Repository not found.\n");
const forbidden = (response: ServerResponse) =>
  void response.writeHead(403).end("You are not allowed to do this to the repository.\n");
