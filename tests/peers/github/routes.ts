import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, readBasic, Refusal, type Route, textOf, userOf } from "../git-service/http.ts";
import type { Repository } from "../git-service/model.ts";
import { git, readRefs } from "../git-service/repository-on-disk.ts";
import { expand, invalid, linkHeader, message, notFound, paged, pageOf, repositoryOf } from "./answers.ts";
import { apiOf, commitShape, fullRepository, ownUser, reference } from "./shapes.ts";

/** Reading: the person, their repositories, branches and commits. */
export const readingRoutes: Route[] = [
  {
    method: "GET",
    path: "/user",
    handle: (call) => {
      const isPrivate = expand(call.token?.scopes ?? []).includes("read:user");
      return { status: 200, body: ownUser(call.state, userOf(call), isPrivate) };
    },
  },
  { method: "GET", path: "/user/repos", handle: listRepositories },
  { method: "GET", path: "/search/repositories", handle: searchRepositories },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    handle: (call) => ({ status: 200, body: fullRepository(call.state, repositoryOf(call), userOf(call)) }),
  },
  { method: "GET", path: "/repos/{owner}/{repo}/branches", handle: listBranches },
  { method: "GET", path: "/repos/{owner}/{repo}/branches/{branch+}", handle: showBranch },
  { method: "GET", path: "/repos/{owner}/{repo}/git/ref/{ref+}", handle: showReference },
  { method: "GET", path: "/repos/{owner}/{repo}/git/matching-refs/{ref+}", handle: listReferences },
  { method: "GET", path: "/repos/{owner}/{repo}/commits/{ref+}", handle: showCommit },
  {
    method: "GET",
    path: "/meta",
    auth: "none",
    handle: () => ({ status: 200, body: { installed_version: "3.19.0" } }),
  },
  { method: "DELETE", path: "/applications/{client}/grant", auth: "none", handle: deleteGrant },
];

function visible(call: Call): Repository[] {
  const seesPrivate = expand(call.token?.scopes ?? []).includes("repo");
  return call.state.repositoriesOf(userOf(call)).filter((repository) => seesPrivate || !repository.isPrivate);
}

function listRepositories(call: Call): Answer {
  const { query, state } = call;
  if (query.has("type") && (query.has("visibility") || query.has("affiliation")))
    throw new Refusal(message(422, "If you specify visibility or affiliation, you cannot specify type."));
  const affiliations = (query.get("affiliation") ?? "owner,collaborator,organization_member").split(",");
  const visibility = query.get("visibility") ?? "all";
  const mine = visible(call).filter(
    (repository) =>
      affiliations.includes(affiliationOf(call, repository)) &&
      (visibility === "all" || (visibility === "private") === repository.isPrivate),
  );
  const sort = query.get("sort") ?? "full_name";
  const keys: Record<string, (repository: Repository) => string> = {
    full_name: ({ path }) => path.toLowerCase(),
    created: ({ createdAt }) => createdAt,
    updated: ({ pushedAt }) => pushedAt,
    pushed: ({ pushedAt }) => pushedAt,
  };
  const key = keys[sort] ?? keys.full_name!;
  const direction = (query.get("direction") ?? (sort === "full_name" ? "asc" : "desc")) === "asc" ? 1 : -1;
  const sorted = mine.toSorted(
    (one, other) => direction * (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0),
  );
  return paged(call, sorted, (repository) => fullRepository(state, repository, userOf(call)));
}

function affiliationOf(call: Call, { owner }: Repository): string {
  if (owner === userOf(call).login) return "owner";
  return call.state.users.some(({ login }) => login === owner) ? "collaborator" : "organization_member";
}

/** At most a thousand results; the words of `q` are looked for in names, `user:`, `org:` and `archived:` narrow. */
function searchRepositories(call: Call): Answer {
  const q = call.query.get("q");
  if (!q) throw invalid({ resource: "Search", field: "q", code: "missing" });
  const parts = q.split(/\s+/).filter(Boolean);
  const qualifier = (name: string) =>
    parts.filter((part) => part.startsWith(`${name}:`)).map((part) => part.slice(name.length + 1));
  const words = parts.filter((part) => !/^\w+:/.test(part)).map((word) => word.toLowerCase());
  const owners = [...qualifier("user"), ...qualifier("org")];
  const [archived] = qualifier("archived");
  const found = visible(call).filter(
    ({ path, owner, name, isArchived }) =>
      words.every((word) => name.toLowerCase().includes(word) || path.toLowerCase() === word) &&
      (owners.length === 0 || owners.includes(owner)) &&
      (archived === undefined || isArchived === (archived === "true")),
  );
  const { page, size } = pageOf(call);
  if (page * size > 1000 + size) throw new Refusal(message(422, "Only the first 1000 search results are available"));
  const items = found
    .slice((page - 1) * size, page * size)
    .map((repository) => ({ ...fullRepository(call.state, repository, userOf(call)), score: 1 }));
  const last = Math.max(1, Math.ceil(Math.min(found.length, 1000) / size));
  const body = { total_count: found.length, incomplete_results: false, items };
  return { status: 200, body, headers: linkHeader(call, page, last) };
}

async function refsOf(call: Call, repository: Repository): Promise<Map<string, string>> {
  return readRefs(await call.state.disk(repository));
}

async function listBranches(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const heads = [...(await refsOf(call, repository))].filter(([ref]) => ref.startsWith("refs/heads/"));
  return paged(call, heads, ([ref, sha]) => ({
    name: ref.slice("refs/heads/".length),
    commit: { sha, url: `${apiOf(call.state, repository)}/commits/${sha}` },
    protected: false,
  }));
}

async function showBranch(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { branch = "" } = call.params;
  const sha = (await refsOf(call, repository)).get(`refs/heads/${branch}`);
  const commit = sha ? await readCommit(await call.state.disk(repository), sha) : null;
  if (!commit) throw new Refusal(message(404, "Branch not found"));
  const self = `${apiOf(call.state, repository)}/branches/${branch}`;
  const body = {
    name: branch,
    commit: commitShape(call.state, repository, commit),
    _links: { self, html: `${call.state.url}/${repository.path}/tree/${branch}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [], checks: [] } },
    protection_url: `${self}/protection`,
  };
  return { status: 200, body };
}

async function showReference(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const refs = await refsOf(call, repository);
  if (refs.size === 0) throw new Refusal(message(409, "Git Repository is empty."));
  const ref = `refs/${call.params.ref}`;
  const sha = refs.get(ref);
  if (!sha) throw notFound();
  return { status: 200, body: reference(call.state, repository, ref, sha, await typeOf(call, repository, sha)) };
}

async function listReferences(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const prefix = `refs/${call.params.ref}`;
  const matching = [...(await refsOf(call, repository))].filter(([ref]) => ref.startsWith(prefix));
  const body = await Promise.all(
    matching.map(async ([ref, sha]) =>
      reference(call.state, repository, ref, sha, await typeOf(call, repository, sha)),
    ),
  );
  return { status: 200, body };
}

const typeOf = async (call: Call, repository: Repository, sha: string) =>
  (await git(await call.state.disk(repository), "cat-file", "-t", sha)).trim();

/** By id, branch or tag. `Accept: application/vnd.github.sha` asks for the id alone. */
async function showCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const refs = await refsOf(call, repository);
  if (refs.size === 0) throw new Refusal(message(409, "Git Repository is empty."));
  const { ref = "" } = call.params;
  const id = refs.get(`refs/heads/${ref}`) ?? refs.get(`refs/tags/${ref}`) ?? ref.replace(/^heads\//, "refs/heads/");
  const commit = await readCommit(await call.state.disk(repository), id);
  if (!commit) throw new Refusal(message(422, `No commit found for SHA: ${ref}`));
  if (call.headers.accept?.includes("vnd.github.sha"))
    return { status: 200, body: commit.id, headers: { "content-type": "application/vnd.github.sha; charset=utf-8" } };
  return { status: 200, body: commitShape(call.state, repository, commit) };
}

/** The application gives back what the person granted: every token of the grant dies. */
function deleteGrant(call: Call): Answer {
  const basic = readBasic(call.headers.authorization);
  const { client } = call.state;
  if (basic?.user !== client.id || basic.password !== client.secret || call.params.client !== client.id)
    return message(404, "Not Found");
  const token = call.state.tokens.find(textOf(call.input, "access_token") ?? "");
  if (!token || token.isRevoked) throw notFound();
  call.state.tokens.revokeAllOf(token.user.login);
  return { status: 204 };
}
