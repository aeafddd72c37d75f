import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, isRecord, type Route } from "../git-service/http.ts";
import type { Repository } from "../git-service/model.ts";
import { depthOf, onceEach, readBlob, readTags, readTree, type TreeEntry } from "../git-service/tree-on-disk.ts";
import { paged, refusal, repositoryOf } from "./answers.ts";
import { type Fields, readFilter, sortBy } from "./filter.ts";
import { refShape, repositoryUrl } from "./shapes.ts";

const repository = "/repositories/{workspace}/{slug}";

/** Tags and sources: https://developer.atlassian.com/cloud/bitbucket/rest/api-group-source. */
export const treeRoutes: Route[] = [
  { method: "GET", path: `${repository}/refs/tags`, scopes: ["repository"], handle: listTags },
  { method: "GET", path: `${repository}/src/{commit}`, scopes: ["repository"], handle: listSource },
  { method: "GET", path: `${repository}/src/{commit}/{path+}`, scopes: ["repository"], handle: showSource },
];

async function listTags(call: Call): Promise<Answer> {
  const one = repositoryOf(call);
  const directory = await call.state.disk(one);
  const commitAt = onceEach((id) => readCommit(directory, id));
  const tags = await Promise.all(
    (await readTags(directory)).map(async ({ name, commit }) => ({
      name,
      commit: commit ? await commitAt(commit) : null,
    })),
  );
  const fieldsOf = ({ name, commit }: (typeof tags)[number]): Fields => ({
    name,
    "target.date": commit?.committer.date ?? "",
  });
  const holds = readFilter(call.query.get("q"));
  const found = sortBy(
    tags.filter((tag) => holds(fieldsOf(tag))),
    call.query.get("sort"),
    fieldsOf,
  );
  return paged(call, found, ({ name, commit }) =>
    commit ? refShape(call.state, one, "tag", name, commit) : { type: "tag", name, target: { type: "blob" } },
  );
}

/** Breadth first, down to `max_depth`; too much of it takes too long, which is a status of Bitbucket's own. */
async function listSource(call: Call): Promise<Answer> {
  const one = repositoryOf(call);
  const all = await entriesOf(call, one);
  const depth = Number(call.query.get("max_depth") ?? 1);
  if (depth > 4 && all.length > call.state.trees.most) throw refusal(555, "The request timed out.");
  const listed = all
    .filter((entry) => depthOf(entry) <= depth)
    .toSorted((left, right) => depthOf(left) - depthOf(right));
  const answer = await paged(call, listed, (entry) => entryShape(call, one, entry));
  return { ...answer, body: only(call.query.get("fields"), answer.body) };
}

async function showSource(call: Call): Promise<Answer> {
  const one = repositoryOf(call);
  const { path = "" } = call.params;
  const found = (await entriesOf(call, one)).find((entry) => entry.path === path);
  if (!found) throw refusal(404, `No such file or directory: ${path}`);
  if (call.query.get("format") === "meta") return { status: 200, body: entryShape(call, one, found) };
  if (found.type !== "blob") return { status: 200, body: { values: [], pagelen: 10, page: 1 } };
  // By the name's ending, whatever is in the file.
  const type = path.endsWith(".json") ? "application/json" : "text/plain";
  const body = await readBlob(await call.state.disk(one), found.id);
  return { status: 200, body, headers: { "content-type": type, "content-disposition": "attachment" } };
}

async function entriesOf(call: Call, one: Repository): Promise<TreeEntry[]> {
  const { commit = "" } = call.params;
  const all = await readTree(await call.state.disk(one), commit);
  if (!all) throw refusal(404, "Commit not found", { data: { shas: [commit] } });
  return all;
}

function entryShape({ state, params }: Call, one: Repository, { path, mode, type, size }: TreeEntry) {
  const url = repositoryUrl(state, one);
  const self = `${url}/src/${params.commit}/${encodeURI(path)}`;
  const commit = { type: "commit", hash: params.commit, links: { self: { href: `${url}/commit/${params.commit}` } } };
  const links = { self: { href: self }, meta: { href: `${self}?format=meta` } };
  if (type === "tree") return { path, type: "commit_directory", commit, links };
  const attributes = [
    ...(mode === "120000" ? ["link"] : []),
    ...(mode === "100755" ? ["executable"] : []),
    ...(type === "commit" ? ["subrepository"] : []),
  ];
  return { path, type: "commit_file", attributes, size: size ?? 40, mimetype: null, commit, links };
}

/** https://developer.atlassian.com/cloud/bitbucket/rest/intro/#partial-responses, as far as `values.x` and `next` go. */
function only(fields: string | null, body: unknown): unknown {
  if (!fields || !isRecord(body) || !Array.isArray(body.values)) return body;
  const wanted = fields.split(",");
  const names = wanted.filter((one) => one.startsWith("values.")).map((one) => one.slice("values.".length));
  const values = body.values.map((one: unknown) =>
    Object.fromEntries(names.flatMap((name) => (isRecord(one) && name in one ? [[name, one[name]]] : []))),
  );
  return { values, ...(wanted.includes("next") && body.next ? { next: body.next } : {}) };
}
