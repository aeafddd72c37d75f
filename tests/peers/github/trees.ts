import { type Answer, type Call, Refusal, type Route } from "../git-service/http.ts";
import type { Repository } from "../git-service/model.ts";
import { readRefs } from "../git-service/repository-on-disk.ts";
import { depthOf, readBlob, readTags, readTree, type TreeEntry } from "../git-service/tree-on-disk.ts";
import { message, notFound, paged, repositoryOf } from "./answers.ts";
import { apiOf, nodeId } from "./shapes.ts";

/** Tags, trees and contents: https://docs.github.com/rest/git/trees and /rest/repos/contents. */
export const treeRoutes: Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/tags", handle: listTags },
  { method: "GET", path: "/repos/{owner}/{repo}/git/trees/{sha}", handle: showTree },
  { method: "GET", path: "/repos/{owner}/{repo}/contents/{path+}", handle: showContents },
];

/** Tags of commits alone, in no order that means anything. */
async function listTags(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const tags = await readTags(await call.state.disk(repository));
  const url = apiOf(call.state, repository);
  return paged(
    call,
    tags.filter(({ commit }) => commit !== null),
    ({ name, commit }) => ({
      name,
      zipball_url: `${url}/zipball/refs/tags/${name}`,
      tarball_url: `${url}/tarball/refs/tags/${name}`,
      commit: { sha: commit, url: `${url}/commits/${commit}` },
      node_id: nodeId("Ref", `${repository.id}:refs/tags/${name}`),
    }),
  );
}

async function showTree(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const directory = await call.state.disk(repository);
  if ((await readRefs(directory)).size === 0) throw new Refusal(message(409, "Git Repository is empty."));
  const { sha = "" } = call.params;
  const all = await readTree(directory, sha);
  if (!all) throw notFound();
  const entries = call.query.has("recursive") ? all : all.filter((entry) => depthOf(entry) === 1);
  const told = entries.slice(0, call.state.trees.most);
  const url = `${apiOf(call.state, repository)}/git`;
  const body = {
    sha,
    url: `${url}/trees/${sha}`,
    tree: told.map((entry) => entryShape(url, entry)),
    truncated: told.length < entries.length,
  };
  return { status: 200, body };
}

/** A submodule has no address. */
function entryShape(url: string, { path, mode, type, id, size }: TreeEntry) {
  const base = { path, mode, type, sha: id };
  if (type === "commit") return base;
  return type === "tree" ? { ...base, url: `${url}/trees/${id}` } : { ...base, size, url: `${url}/blobs/${id}` };
}

const largestShown = 1024 * 1024;
const largest = 100 * largestShown;

async function showContents(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { path = "" } = call.params;
  const directory = await call.state.disk(repository);
  const all = await readTree(directory, call.query.get("ref") ?? "");
  if (!all) throw new Refusal(message(404, `No commit found for the ref ${call.query.get("ref")}`));
  const found = all.find((entry) => entry.path === path);
  if (!found) throw notFound();
  if (found.type === "tree") {
    const inside = all.filter((one) => one.path.startsWith(`${path}/`) && depthOf(one) === depthOf(found) + 1);
    return { status: 200, body: inside.map((one) => contentShape(call, repository, one)) };
  }
  if ((found.size ?? 0) > largest) throw new Refusal(tooLarge());
  return { status: 200, body: await withContent(call, repository, directory, found, all) };
}

/** A link to a file of the repository is answered with that file; above 1 MB the content is left out. */
async function withContent(
  call: Call,
  repository: Repository,
  directory: string,
  found: TreeEntry,
  all: TreeEntry[],
): Promise<object> {
  const shape = contentShape(call, repository, found);
  if (found.type === "commit") return { ...shape, submodule_git_url: "https://github.com/acme/part.git" };
  const bytes = await readBlob(directory, found.id);
  if (found.mode === "120000") {
    const target = all.find(({ path, type }) => type === "blob" && path === bytes.toString());
    if (!target) return { ...shape, target: bytes.toString() };
    return { ...(await withContent(call, repository, directory, target, all)), path: found.path };
  }
  if (bytes.length > largestShown) return { ...shape, encoding: "none", content: "" };
  return { ...shape, encoding: "base64", content: bytes.toString("base64").replace(/.{60}/g, "$&\n") };
}

function contentShape({ state }: Call, repository: Repository, { path, mode, type, id, size }: TreeEntry) {
  const kind = mode === "120000" ? "symlink" : type === "blob" ? "file" : type === "tree" ? "dir" : "submodule";
  const at = `${apiOf(state, repository)}/contents/${encodeURI(path)}`;
  const page = `${state.url}/${repository.path}/blob/main/${encodeURI(path)}`;
  const blob = `${apiOf(state, repository)}/git/blobs/${id}`;
  const links = { url: at, html_url: page, git_url: blob, download_url: type === "blob" ? page : null };
  return {
    type: kind,
    name: path.split("/").at(-1),
    path,
    sha: id,
    size: size ?? 0,
    ...links,
    _links: { self: at, git: blob, html: page },
  };
}

function tooLarge(): Answer {
  const errors = [{ code: "too_large", field: "data", resource: "Blob" }];
  return message(403, "The requested blob is too large to fetch via the API.", { errors });
}
