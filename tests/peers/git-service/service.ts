import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Change, readChange, readChanges } from "./changes.ts";
import { callHook, deliverPush, redeliver } from "./deliver.ts";
import type { Dialect } from "./dialect.ts";
import { Door } from "./door.ts";
import { GitDoor } from "./git-door.ts";
import type { Access, Delivery, Fault, Provider, Repository, ServiceRequest, User } from "./model.ts";
import { issueToken } from "./oauth.ts";
import { commit, openOnDisk, readRefs, updateRefs } from "./repository-on-disk.ts";
import type { Specification } from "./specification.ts";
import { State } from "./state.ts";
import { random } from "./tokens.ts";

export interface RepositoryPlan {
  /** `acme/shop`; GitLab also `acme/web/shop`. */
  path: string;
  /** Default: the first person (made as "ana" when there is none) is an admin. */
  members?: Record<string, Access>;
  /** Default true. */
  isPrivate?: boolean;
  isArchived?: boolean;
  isEmpty?: boolean;
  defaultBranch?: string;
  /** A bare repository on disk that is served as it is. Default: a new one with one commit, made when it is needed. */
  source?: string;
}

/** A stand-in for GitHub, GitLab or Bitbucket on loopback: web pages, OAuth, API, git and hooks. */
export interface GitService {
  readonly provider: Provider;
  /** Pages, OAuth and git live here. */
  readonly url: string;
  /** The root of the API: `${url}/api/v3` (as GitHub Enterprise Server has it), `${url}/api/v4`, `${url}/2.0`. */
  readonly apiUrl: string;
  /** The OAuth application. */
  readonly client: { id: string; secret: string };
  readonly requests: ServiceRequest[];
  /** Every call of a hook, in the order of the calls. */
  readonly deliveries: Delivery[];
  /** Requests that the provider's specification does not know; each was answered 599. Empty without a specification. */
  readonly violations: string[];
  /** How many refreshes succeeded. */
  readonly refreshes: number;
  /** The person of a login, made when there is none. The first one is signed in and admin of what says nothing else. */
  addUser(login: string): User;
  addRepository(plan: RepositoryPlan): Promise<Repository>;
  /** Many at once below one owner: `bulk/repository-0001` and so on, of which the first person is a reader. */
  addRepositories(count: number, owner?: string): void;
  repository(path: string): Repository;
  /** Registers a redirect URI of the application; others are refused. */
  allow(redirectUri: string): void;
  /** A token without the dance. `personal` makes GitLab's `glpat-…`. Scopes: default those that Devpilot asks for. */
  tokenFor(login: string, scopes?: string[], options?: { expiresInSeconds?: number; personal?: boolean }): string;
  /** Whom the pages take for signed in. Default: the first person. */
  signIn(login: string): void;
  /** The consent page gives no more than these scopes from now on; null: what is asked. */
  limitScopes(scopes: string[] | null): void;
  /** For tokens made from now on. `isExpiring`: GitHub's expiring user tokens; the other two always expire. */
  setExpiry(expiry: { accessSeconds?: number; isExpiring?: boolean; codeSeconds?: number }): void;
  /** Puts the service's clock forward. */
  pass(seconds: number): void;
  /** Calls of the API in an hour, for each token. */
  setRateLimit(calls: number): void;
  /** How large a tree may be before GitHub cuts its list and Bitbucket gives up; `areNumbered`: GitLab before 17.1. */
  setTrees(trees: { most?: number; areNumbered?: boolean }): void;
  /** Misbehaves until it is set to null: for every request, or for those whose path matches. */
  setFault(fault: Fault | null, only?: RegExp): void;
  /** Every token of this person is dead: 401, and a refresh fails. */
  revoke(login: string): void;
  /** Commits to a branch and calls the hooks as a push of this person does; resolves when they were called. */
  push(
    path: string,
    branch: string,
    files: Record<string, string | null>,
    message?: string,
  ): Promise<{ before: string; after: string; deliveries: Delivery[] }>;
  /** One push that moves, makes or deletes many refs, in the words of `git update-ref --stdin`. */
  pushRefs(path: string, commands: string): Promise<Delivery[]>;
  /** Calls the hooks for a change that the repository holds already: an old push, or one that never was. */
  deliver(path: string, change: { ref: string; before: string; after: string }): Promise<Delivery[]>;
  /** Calls the hooks for a change of any shape, at the provider's own will: whatever the test wants to see arrive. */
  deliverPayload(path: string, event: string, payload: object): Promise<Delivery[]>;
  /** Sends a delivery once more, with the same id and bytes. */
  redeliver(id: string): Promise<Delivery[]>;
  /** Resolves when everything that was pushed has been delivered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServiceOptions {
  port?: number;
  host?: string;
  /** Requests that it does not know are answered 599 and noted as violations. */
  specification?: Specification;
}

/** Starts a service that speaks the dialect. */
export async function startService(
  dialect: Dialect,
  defaultScopes: string[],
  options: ServiceOptions = {},
): Promise<GitService> {
  const root = await mkdtemp(join(tmpdir(), "devpilot-git-service-"));
  const host = options.host ?? "127.0.0.1";
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, host, resolve));
  const { port } = server.address() as AddressInfo;

  const client = { id: `client-${random(5)}`, secret: random() };
  const disk = (repository: Repository) => openOnDisk(root, repository);
  const state = new State(dialect.provider, `http://${host}:${port}`, client, disk);
  state.expiry.accessSeconds = dialect.oauth.accessSeconds;
  const onPush = (repository: Repository, changes: Change[], pusher: User) =>
    deliverPush(state, dialect, repository, changes, pusher);
  const git = new GitDoor(state, dialect, root, onPush);
  const door = new Door(state, dialect, git, options.specification);
  server.on("request", (request, response) => void door.take(request, response));

  /** Changes the repository as a push does, and calls its hooks. */
  const change = (path: string, work: (directory: string) => Promise<unknown>) => {
    const repository = state.repository(path);
    return git.after(repository, async () => {
      const directory = await disk(repository);
      const before = await readRefs(directory);
      await work(directory);
      const changes = await readChanges(directory, before, await readRefs(directory));
      if (changes.length === 0) throw new Error(`The push to ${path} changed nothing`);
      return { changes, deliveries: await onPush(repository, changes, state.signedIn) };
    });
  };
  const addRepository = (plan: Omit<RepositoryPlan, "source">) => makeRepositoryOf(state, plan);
  return {
    provider: dialect.provider,
    url: state.url,
    apiUrl: `${state.url}${dialect.apiPath}`,
    client: state.client,
    requests: state.requests,
    deliveries: state.deliveries,
    violations: state.violations,
    get refreshes() {
      return state.refreshes;
    },
    addUser: (login) => state.person(login),
    async addRepository(plan) {
      const repository = addRepository(plan);
      if (plan.source) await openOnDisk(root, repository, plan.source);
      return repository;
    },
    addRepositories(count, owner = "bulk") {
      const members = { [state.signedIn.login]: "read" as const };
      for (let number = 1; number <= count; number++)
        addRepository({ path: `${owner}/repository-${String(number).padStart(4, "0")}`, members });
    },
    repository: (path) => state.repository(path),
    allow: (redirectUri) => void state.redirectUris.add(redirectUri),
    tokenFor(login, scopes = defaultScopes, { expiresInSeconds, personal = false } = {}) {
      const token = issueToken(state, dialect, state.person(login), scopes);
      if (personal) state.tokens.add(Object.assign(token, { value: `glpat-${random(10)}`, kind: "personal" }));
      if (personal) Object.assign(token, { expiresAt: null, refresh: null });
      if (expiresInSeconds !== undefined) token.expiresAt = state.now() + expiresInSeconds * 1000;
      return token.value;
    },
    signIn: (login) => state.signIn(login),
    limitScopes: (scopes) => void (state.scopeLimit = scopes),
    setExpiry: (expiry) => void Object.assign(state.expiry, expiry),
    pass: (seconds) => void (state.ahead += seconds * 1000),
    setRateLimit: (calls) => void (state.rateLimit = calls),
    setTrees: (trees) => void Object.assign(state.trees, trees),
    setFault: (fault, only) => void (state.fault = fault && { fault, only: only ?? null }),
    revoke: (login) => state.tokens.revokeAllOf(login),
    async push(path, branch, files, message = "Change") {
      const { changes, deliveries } = await change(path, (directory) => commit(directory, branch, files, message));
      const [{ before, after } = { before: "", after: "" }] = changes;
      return { before, after, deliveries };
    },
    pushRefs: async (path, commands) => (await change(path, (directory) => updateRefs(directory, commands))).deliveries,
    async deliver(path, { ref, before, after }) {
      const repository = state.repository(path);
      const directory = await disk(repository);
      return onPush(repository, [await readChange(directory, ref, before, after, [])], state.signedIn);
    },
    async deliverPayload(path, event, payload) {
      const repository = state.repository(path);
      const outgoing = { event, branch: null, payload };
      const wanting = repository.hooks.filter((hook) => hook.isActive);
      const sent = await Promise.all(wanting.map((hook) => callHook(state, dialect, repository, hook, outgoing)));
      return sent.flat();
    },
    redeliver: (id) => redeliver(state, dialect, id),
    async settled() {
      await git.settled();
      await state.settled();
    },
    async stop() {
      git.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}

function makeRepositoryOf(state: State, plan: Omit<RepositoryPlan, "source">): Repository {
  const slash = plan.path.lastIndexOf("/");
  if (slash < 1) throw new Error(`${plan.path} has no owner`);
  const at = state.timestamp();
  const repository: Repository = {
    id: state.nextId(),
    uuid: `{${randomUUID()}}`,
    path: plan.path,
    owner: plan.path.slice(0, slash),
    name: plan.path.slice(slash + 1),
    cloneUrl: `${state.url}/${plan.path}.git`,
    members: plan.members ?? { [state.users[0]?.login ?? state.signedIn.login]: "admin" },
    isPrivate: plan.isPrivate ?? true,
    isArchived: plan.isArchived ?? false,
    isEmpty: plan.isEmpty ?? false,
    defaultBranch: plan.defaultBranch ?? "main",
    createdAt: at,
    pushedAt: at,
    directory: null,
    hooks: [],
    statuses: [],
    deployments: [],
  };
  for (const login of Object.keys(repository.members)) state.person(login);
  state.repositories.set(plan.path.toLowerCase(), repository);
  return repository;
}
