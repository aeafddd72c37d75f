import { randomUUID } from "node:crypto";
import type { Access, Delivery, Fault, Provider, Repository, ServiceRequest, User } from "./model.ts";
import { Tokens } from "./tokens.ts";

const ranks: Record<Access, number> = { read: 1, write: 2, admin: 3 };

/** Everything that one git host knows. */
export class State {
  readonly provider: Provider;
  readonly url: string;
  readonly client: { id: string; secret: string };
  readonly redirectUris = new Set<string>();
  readonly users: User[] = [];
  readonly repositories = new Map<string, Repository>();
  readonly tokens = new Tokens();
  readonly requests: ServiceRequest[] = [];
  readonly deliveries: Delivery[] = [];
  readonly violations: string[] = [];
  readonly rates = new Map<string, { used: number; resetAt: number }>();
  fault: { fault: Fault; only: RegExp | null } | null = null;
  expiry = { accessSeconds: 7200, isExpiring: false, codeSeconds: 600 };
  /** The consent page gives no more than these, whatever is asked. */
  scopeLimit: string[] | null = null;
  rateLimit = 5000;
  /** Entries of a tree that are told at once, and whether GitLab counts their pages as it did before version 17. */
  trees = { most: 100_000, areNumbered: false };
  refreshes = 0;
  /** Milliseconds that the service's clock is ahead of the machine's. */
  ahead = 0;
  /** Where a repository is on disk; it is made there when nobody needed it before. */
  readonly disk: (repository: Repository) => Promise<string>;
  readonly #background = new Set<Promise<unknown>>();
  #signedIn: string | null = null;
  #lastId = 1000;

  constructor(
    provider: Provider,
    url: string,
    client: { id: string; secret: string },
    disk: (repository: Repository) => Promise<string>,
  ) {
    this.provider = provider;
    this.url = url;
    this.client = client;
    this.disk = disk;
  }

  /** Goes on after the answer, and is waited for by `settled`. */
  background(work: Promise<unknown>): void {
    this.#background.add(work);
    void work.finally(() => this.#background.delete(work));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#background);
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  timestamp(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, "Z");
  }

  nextId(): number {
    return ++this.#lastId;
  }

  /** The person of this login, made when there is none. */
  person(login: string): User {
    const known = this.users.find((user) => user.login === login);
    if (known) return known;
    const user = { id: this.nextId(), login, uuid: `{${randomUUID()}}` };
    this.users.push(user);
    return user;
  }

  get signedIn(): User {
    return this.person(this.#signedIn ?? this.users[0]?.login ?? "ana");
  }

  signIn(login: string): void {
    this.#signedIn = this.person(login).login;
  }

  repository(path: string): Repository {
    const found = this.repositories.get(path.toLowerCase());
    if (!found) throw new Error(`${path} is not a repository of this service`);
    return found;
  }

  /** What a person may do with a repository; null for one that they may not even see. */
  accessOf(user: User | null, repository: Repository): Access | null {
    const member = user && (user.login === repository.owner ? "admin" : repository.members[user.login]);
    return member ?? (repository.isPrivate ? null : "read");
  }

  may(user: User | null, repository: Repository, wanted: Access): boolean {
    const access = this.accessOf(user, repository);
    return access !== null && ranks[access] >= ranks[wanted];
  }

  /** The repositories that a person belongs to, oldest first: public ones of strangers are not theirs. */
  repositoriesOf(user: User): Repository[] {
    return [...this.repositories.values()].filter(
      (repository) => user.login === repository.owner || Object.hasOwn(repository.members, user.login),
    );
  }
}
