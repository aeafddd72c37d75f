import { readCommit } from "../git-service/changes.ts";
import { type Answer, type Call, type Route } from "../git-service/http.ts";
import { depthOf, onceEach, readBlob, readTags, readTree, type TreeEntry } from "../git-service/tree-on-disk.ts";
import { createHash } from "node:crypto";
import { badParameter, linkTo, paged, pageOf, projectOf, reads, refusal } from "./answers.ts";
import { commitShape } from "./shapes.ts";

const file = "/projects/{project}/repository/files/{path}";

/** Tags, trees and files: https://docs.gitlab.com/api/tags, /api/repositories and /api/repository_files. */
export const treeRoutes: Route[] = [
  { method: "GET", path: "/projects/{project}/repository/tags", scopes: reads, handle: listTags },
  { method: "GET", path: "/projects/{project}/repository/tree", scopes: reads, handle: listTree },
  { method: "GET", path: file, scopes: [...reads, "read_repository"], handle: showFile },
  { method: "HEAD", path: file, scopes: [...reads, "read_repository"], handle: showFile },
];

/** A tag of something else than a commit has none. */
async function listTags(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const directory = await call.state.disk(project);
  const orders = ["name", "updated", "version"];
  if (!orders.includes(call.query.get("order_by") ?? "updated"))
    throw badParameter("order_by does not have a valid value");
  const commitAt = onceEach((id) => readCommit(directory, id));
  const found = await Promise.all(
    (await readTags(directory)).map(async ({ name, id, commit }) => {
      const at = commit ? await commitAt(commit) : null;
      return { name, target: id, at };
    }),
  );
  const date = ({ at }: (typeof found)[number]) => at?.committer.date ?? "";
  const newestFirst = found.toSorted((one, other) => (date(one) < date(other) ? 1 : -1));
  return paged(call, newestFirst, ({ name, target, at }) => ({
    name,
    message: "",
    target,
    commit: at && commitShape(call.state, project, at),
    release: null,
    protected: false,
    created_at: null,
  }));
}

/** Keyset pages carry a token, the others a number. An unknown commit and an empty repository are not found. */
async function listTree(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const all = await readTree(await call.state.disk(project), call.query.get("ref") ?? "");
  if (!all) throw refusal(404, "404 Tree Not Found");
  const entries = call.query.get("recursive") === "true" ? all : all.filter((entry) => depthOf(entry) === 1);
  if (call.query.get("pagination") !== "keyset" || call.state.trees.areNumbered)
    return paged(call, entries, entryShape);
  const { size } = pageOf(call);
  const token = call.query.get("page_token");
  const from = token === null ? 0 : entries.findIndex(({ path }) => tokenOf(path) === token) + 1;
  if (token !== null && from === 0) throw badParameter("page_token is invalid");
  const page = entries.slice(from, from + size);
  const last = page.at(-1);
  const hasNext = last !== undefined && from + size < entries.length;
  const link: Record<string, string> = hasNext
    ? { link: linkTo(call, "next", { page_token: tokenOf(last.path) }) }
    : {};
  return { status: 200, body: page.map(entryShape), headers: { "x-per-page": String(size), ...link } };
}

const tokenOf = (path: string) => Buffer.from(JSON.stringify({ file_name: path })).toString("base64");

function entryShape({ id, path, mode, type }: TreeEntry) {
  return { id, name: path.split("/").at(-1), type, path, mode };
}

async function showFile(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const ref = call.query.get("ref") ?? "";
  const directory = await call.state.disk(project);
  const all = await readTree(directory, ref);
  if (!all) throw refusal(404, "404 Commit Not Found");
  const found = all.find(({ path, type }) => path === call.params.path && type === "blob");
  if (!found) throw refusal(404, "404 File Not Found");
  const bytes = await readBlob(directory, found.id);
  const facts = {
    file_name: found.path.split("/").at(-1) ?? "",
    file_path: found.path,
    size: bytes.length,
    encoding: "base64",
    content_sha256: createHash("sha256").update(bytes).digest("hex"),
    ref,
    blob_id: found.id,
    commit_id: ref,
    last_commit_id: ref,
    execute_filemode: found.mode === "100755",
  };
  const headers = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [`x-gitlab-${name.replaceAll("_", "-")}`, encodeURI(String(value))]),
  );
  if (call.method === "HEAD") return { status: 200, headers };
  return { status: 200, body: { ...facts, content: bytes.toString("base64") }, headers };
}
