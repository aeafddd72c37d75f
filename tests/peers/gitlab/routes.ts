import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, Refusal, type Route, userOf } from "../git-service/http.ts";
import type { Repository } from "../git-service/model.ts";
import { readRefs } from "../git-service/repository-on-disk.ts";
import { badParameter, linkTo, paged, pageOf, projectOf, reads, refusal } from "./answers.ts";
import { branchShape, commitShape, levelOf, projectShape, userShape } from "./shapes.ts";

/** Reading: the person, their token, projects, branches and commits. */
export const readingRoutes: Route[] = [
  {
    method: "GET",
    path: "/user",
    scopes: [...reads, "read_user"],
    handle: (call) => ({ status: 200, body: userShape(call.state, userOf(call)) }),
  },
  { method: "GET", path: "/personal_access_tokens/self", handle: showOwnToken },
  { method: "GET", path: "/projects", scopes: reads, handle: listProjects },
  {
    method: "GET",
    path: "/projects/{project}",
    scopes: reads,
    handle: (call) => ({ status: 200, body: projectShape(call.state, projectOf(call), userOf(call)) }),
  },
  { method: "GET", path: "/projects/{project}/repository/branches", scopes: reads, handle: listBranches },
  { method: "GET", path: "/projects/{project}/repository/branches/{branch}", scopes: reads, handle: showBranch },
  { method: "GET", path: "/projects/{project}/repository/commits/{sha}", scopes: reads, handle: showCommit },
];

function showOwnToken(call: Call): Answer {
  const { token } = call;
  if (token?.kind !== "personal")
    throw refusal(400, "400 Bad request - This endpoint requires token type to be a personal access token");
  const body = {
    id: 1,
    name: "devpilot",
    revoked: false,
    active: true,
    description: null,
    created_at: new Date(token.createdAt).toISOString(),
    scopes: token.scopes,
    user_id: token.user.id,
    last_used_at: new Date(call.state.now()).toISOString(),
    expires_at: token.expiresAt ? new Date(token.expiresAt).toISOString().slice(0, 10) : null,
  };
  return { status: 200, body };
}

function listProjects(call: Call): Answer {
  const { query, state } = call;
  const user = userOf(call);
  const all = query.get("membership") === "true" ? state.repositoriesOf(user) : [...state.repositories.values()];
  const search = query.get("search")?.toLowerCase();
  const inNamespaces = query.get("search_namespaces") === "true";
  const least = Number(query.get("min_access_level") ?? 0);
  const archived = query.get("archived");
  const found = all.filter(
    (project) =>
      state.may(user, project, "read") &&
      (!search || (inNamespaces ? project.path : project.name).toLowerCase().includes(search)) &&
      (least === 0 || (levelOf(user, project) ?? 0) >= least) &&
      (archived === null || project.isArchived === (archived === "true")),
  );
  const sorted = sort(call, found);
  const shape = (project: Repository) => projectShape(state, project, user);
  return query.get("pagination") === "keyset" ? keysetPage(call, sorted, shape) : paged(call, sorted, shape);
}

function sort({ query }: Call, projects: Repository[]): Repository[] {
  const keys: Record<string, (project: Repository) => string | number> = {
    id: ({ id }) => id,
    name: ({ name }) => name.toLowerCase(),
    path: ({ name }) => name.toLowerCase(),
    created_at: ({ createdAt, id }) => `${createdAt} ${String(id).padStart(9, "0")}`,
    updated_at: ({ pushedAt }) => pushedAt,
    last_activity_at: ({ pushedAt }) => pushedAt,
    similarity: ({ name }) => name.length,
    star_count: () => 0,
  };
  const key = keys[query.get("order_by") ?? "created_at"];
  if (!key) throw badParameter("order_by does not have a valid value");
  const direction = query.get("sort") === "asc" ? 1 : -1;
  return projects.toSorted((one, other) => {
    const [left, right] = [key(one), key(other)];
    return direction * (left < right ? -1 : left > right ? 1 : 0);
  });
}

/** Keyset pages go by id alone; the next page begins after the last id of this one. */
function keysetPage(call: Call, sorted: Repository[], shape: (project: Repository) => unknown): Answer {
  const { query } = call;
  if ((query.get("order_by") ?? "id") !== "id")
    throw new Refusal({
      status: 405,
      body: { error: "Keyset pagination is not yet available for this type of request" },
    });
  const { size } = pageOf(call);
  const [after, before] = [Number(query.get("id_after") ?? 0), Number(query.get("id_before") ?? Infinity)];
  const left = sorted.filter(({ id }) => id > after && id < before);
  const page = left.slice(0, size);
  const last = page.at(-1);
  const field = query.get("sort") === "asc" ? "id_after" : "id_before";
  const link: Record<string, string> =
    last && left.length > size ? { link: linkTo(call, "next", { [field]: String(last.id) }) } : {};
  return { status: 200, body: page.map(shape), headers: { "x-per-page": String(size), ...link } };
}

async function headsOf(call: Call, project: Repository): Promise<[string, string][]> {
  const refs = await readRefs(await call.state.disk(project));
  return [...refs].flatMap(([ref, sha]) =>
    ref.startsWith("refs/heads/") ? [[ref.slice(11), sha] as [string, string]] : [],
  );
}

/** `search` looks inside names; `^` and `$` bind it to their ends. */
async function listBranches(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const search = call.query.get("search") ?? "";
  const [, start, words = "", end] = /^(\^?)(.*?)(\$?)$/s.exec(search.toLowerCase()) ?? [];
  const matches = ([name]: [string, string]) => {
    const low = name.toLowerCase();
    if (start && end) return low === words;
    return start ? low.startsWith(words) : end ? low.endsWith(words) : low.includes(words);
  };
  const heads = (await headsOf(call, project)).filter(matches);
  const { body, ...page } = paged(call, heads, (head) => head);
  const shown = Array.isArray(body) ? body : [];
  return { ...page, body: await Promise.all(shown.map((head: [string, string]) => branchOf(call, project, head))) };
}

async function showBranch(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const head = (await headsOf(call, project)).find(([name]) => name === call.params.branch);
  if (!head) throw refusal(404, "404 Branch Not Found");
  return { status: 200, body: await branchOf(call, project, head) };
}

async function branchOf(call: Call, project: Repository, [name, sha]: [string, string]) {
  const commit = await readCommit(await call.state.disk(project), sha);
  if (!commit) throw new Error(`${name} points at nothing`);
  return branchShape(call.state, project, name, commit, userOf(call));
}

async function showCommit(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const { sha = "" } = call.params;
  const head = (await headsOf(call, project)).find(([name]) => name === sha);
  const commit = await readCommit(await call.state.disk(project), head?.[1] ?? sha);
  if (!commit) throw refusal(404, "404 Commit Not Found");
  return { status: 200, body: commitShape(call.state, project, commit) };
}
