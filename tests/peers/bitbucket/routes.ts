import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, type Route, userOf } from "../git-service/http.ts";
import type { Access, Repository } from "../git-service/model.ts";
import { readRefs } from "../git-service/repository-on-disk.ts";
import { gone, paged, refusal, repositoryOf } from "./answers.ts";
import { type Fields, readFilter, sortBy } from "./filter.ts";
import { commitShape, ownUser, refShape, repositoryShape, userShape, workspaceShape, workspaceUuid } from "./shapes.ts";

const repository = "/repositories/{workspace}/{slug}";

/** Reading: the person, their workspaces, and one workspace's repositories at a time. */
export const readingRoutes: Route[] = [
  {
    method: "GET",
    path: "/user",
    scopes: ["account"],
    handle: (call) => ({ status: 200, body: ownUser(call.state, userOf(call)) }),
  },
  { method: "GET", path: "/user/workspaces", scopes: ["account"], handle: listWorkspaces },
  {
    method: "GET",
    path: "/user/workspaces/{workspace}/permissions/repositories",
    scopes: ["account"],
    handle: listPermissions,
  },
  { method: "GET", path: "/repositories", handle: gone },
  { method: "GET", path: "/workspaces", handle: gone },
  { method: "GET", path: "/user/permissions/repositories", handle: gone },
  { method: "GET", path: "/user/permissions/workspaces", handle: gone },
  { method: "GET", path: "/repositories/{workspace}", scopes: ["repository"], handle: listRepositories },
  {
    method: "GET",
    path: repository,
    scopes: ["repository"],
    handle: (call) => ({ status: 200, body: repositoryShape(call.state, repositoryOf(call), userOf(call)) }),
  },
  { method: "GET", path: `${repository}/refs/branches`, scopes: ["repository"], handle: listBranches },
  { method: "GET", path: `${repository}/refs/branches/{branch+}`, scopes: ["repository"], handle: showBranch },
  { method: "GET", path: `${repository}/commit/{sha}`, scopes: ["repository"], handle: showCommit },
];

const slugsOf = (call: Call) => [...new Set(call.state.repositoriesOf(userOf(call)).map(({ owner }) => owner))].sort();

function listWorkspaces(call: Call): Promise<Answer> {
  const { state, query } = call;
  const user = userOf(call);
  const isAdmin = (slug: string) =>
    state.repositoriesOf(user).some((one) => one.owner === slug && state.may(user, one, "admin"));
  const fieldsOf = (slug: string): Fields => ({
    administrator: isAdmin(slug),
    "workspace.slug": slug,
    "workspace.name": slug,
  });
  const found = sortBy(
    slugsOf(call).filter((slug) => readFilter(query.get("q"))(fieldsOf(slug))),
    query.get("sort"),
    fieldsOf,
  );
  return paged(call, found, (slug) => ({
    type: "workspace_access",
    administrator: isAdmin(slug),
    workspace: workspaceShape(state, slug, "workspace_base"),
  }));
}

/** What the person may do with each repository of a workspace. */
function listPermissions(call: Call): Promise<Answer> {
  const { state, query } = call;
  const user = userOf(call);
  const accessTo = (one: Repository): Access => state.accessOf(user, one) ?? "read";
  const fieldsOf = (one: Repository): Fields => ({
    permission: accessTo(one),
    "repository.uuid": one.uuid,
    "repository.name": one.name,
    "repository.full_name": one.path,
  });
  const holds = readFilter(query.get("q"));
  const own = repositoriesIn(call).filter((one) => state.repositoriesOf(user).includes(one) && holds(fieldsOf(one)));
  return paged(call, sortBy(own, query.get("sort"), fieldsOf), (one) => ({
    type: "repository_permission",
    permission: accessTo(one),
    user: userShape(state, user),
    repository: { type: "repository", uuid: one.uuid, name: one.name, full_name: one.path },
  }));
}

function repositoriesIn(call: Call): Repository[] {
  const { workspace = "" } = call.params;
  const all = [...call.state.repositories.values()];
  const inside = all.filter(({ owner }) => owner === workspace || workspaceUuid(owner) === workspace);
  if (inside.length === 0) throw refusal(404, `No workspace with identifier '${workspace}'.`);
  return inside.filter((one) => call.state.may(userOf(call), one, "read"));
}

const roles: Record<string, Access> = { member: "read", contributor: "write", admin: "admin", owner: "admin" };

function listRepositories(call: Call): Promise<Answer> {
  const { state, query } = call;
  const role = query.get("role");
  const wanted = role === null ? null : roles[role];
  if (wanted === undefined) throw refusal(400, `Invalid role: ${role}`);
  const fieldsOf = (one: Repository): Fields => ({
    name: one.name,
    slug: one.name.toLowerCase(),
    full_name: one.path,
    uuid: one.uuid,
    is_private: one.isPrivate,
    created_on: one.createdAt,
    updated_on: one.pushedAt,
  });
  const holds = readFilter(query.get("q"));
  const isTheirs = (one: Repository) => wanted === null || state.may(userOf(call), one, wanted);
  const found = repositoriesIn(call).filter((one) => isTheirs(one) && holds(fieldsOf(one)));
  return paged(call, sortBy(found, query.get("sort"), fieldsOf), (one) => repositoryShape(state, one, userOf(call)));
}

async function listBranches(call: Call): Promise<Answer> {
  const one = repositoryOf(call);
  const holds = readFilter(call.query.get("q"));
  const fieldsOf = ([name]: [string, string]): Fields => ({ name });
  const heads = (await headsOf(call, one)).filter((head) => holds(fieldsOf(head)));
  return paged(call, sortBy(heads, call.query.get("sort"), fieldsOf), (head) => branchOf(call, one, head));
}

async function showBranch(call: Call): Promise<Answer> {
  const one = repositoryOf(call);
  const { branch = "" } = call.params;
  const head = (await headsOf(call, one)).find(([name]) => name === branch);
  if (!head) throw refusal(404, `Branch "${branch}" not found`);
  return { status: 200, body: await branchOf(call, one, head) };
}

async function headsOf(call: Call, one: Repository): Promise<[string, string][]> {
  const heads = "refs/heads/";
  const refs = await readRefs(await call.state.disk(one));
  return [...refs].filter(([ref]) => ref.startsWith(heads)).map(([ref, sha]) => [ref.slice(heads.length), sha]);
}

async function branchOf(call: Call, one: Repository, [name, sha]: [string, string]) {
  const commit = await readCommit(await call.state.disk(one), sha);
  if (!commit) throw new Error(`${name} points at nothing`);
  return refShape(call.state, one, "branch", name, commit);
}

async function showCommit(call: Call): Promise<Answer> {
  const one = repositoryOf(call);
  const commit = await readCommit(await call.state.disk(one), call.params.sha ?? "");
  if (!commit) throw refusal(404, "Commit not found", { data: { shas: [call.params.sha] } });
  return { status: 200, body: commitShape(call.state, one, commit) };
}
