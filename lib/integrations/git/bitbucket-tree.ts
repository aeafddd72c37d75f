import { z } from "zod";
import { branch } from "./bitbucket-answers.ts";
import { listed, type Lists } from "./bitbucket-pages.ts";
import { partsOf, wishes } from "./bitbucket-wishes.ts";
import { allOf } from "./pages.ts";
import { Refusal } from "./refusal.ts";
import type { GitClient, RemoteTree } from "./service.ts";
import { noCommit, partsOfPath } from "./tree-path.ts";
import { GitTrouble } from "./trouble.ts";

type Trees = Pick<GitClient, "tags" | "tree" | "file">;

const one = "/repositories/{workspace}/{repo_slug}";

/** Tags and what lies at a commit: https://developer.atlassian.com/cloud/bitbucket/rest/api-group-source. */
export function bitbucketTree(lists: Lists, repository: GitClient["repository"]): Trees {
  const { call, bytes } = lists;
  return {
    async tags(path) {
      const query = { ...partsOf(path), sort: "-target.date" };
      const found = await allOf(listed(lists, wishes.repository(path), `${one}/refs/tags`, query, tag));
      return found.filter((one) => one !== null);
    },
    tree: (path, commit) => treeOf(lists, path, commit).catch(orNoCommit(repository, path, commit)),
    async file(path, commit, name, largest) {
      const parts = partsOfPath(name);
      const absent = () => repository(path).then(() => null);
      if (!parts) return absent();
      const wish = wishes.repository(path);
      const address = sourceAt(path, commit, parts);
      const meta = await call<z.infer<typeof entry> | null>(
        wish,
        `GET ${address}`,
        { format: "meta" },
        ({ data }) => entry.parse(data),
        { 404: absent },
      );
      if (!meta || !isFile(meta) || meta.attributes?.includes("lfs") || (meta.size ?? 0) > largest) return null;
      return bytes(wish, address, { 404: absent });
    },
  };
}

/** How deep directories are listed: of a repository that takes Bitbucket too long, less deep. */
const depths = { usual: 12, large: 4 };
const tookTooLong = 555;

async function treeOf(lists: Lists, path: string, commit: string): Promise<RemoteTree> {
  try {
    return await treeDownTo(depths.usual, lists, path, commit);
  } catch (error) {
    if (!(error instanceof GitTrouble && error.cause instanceof Refusal && error.cause.status === tookTooLong))
      throw error;
    return treeDownTo(depths.large, lists, path, commit);
  }
}

/** Of 100 entries each, the outermost first: of a larger repository a part is told. */
const mostPages = 100;

async function treeDownTo(depth: number, lists: Lists, path: string, commit: string): Promise<RemoteTree> {
  const files: string[] = [];
  let [read, isTruncated] = [0, false];
  const query = { max_depth: depth, fields: "values.path,values.type,values.attributes,next" };
  for await (const page of listed(lists, wishes.repository(path), sourceAt(path, commit, [""]), query, entry)) {
    if (read++ === mostPages) return { files, isTruncated: true };
    files.push(...page.filter(isFile).map((one) => one.path));
    isTruncated ||= page.some((one) => one.type === "commit_directory" && one.path.split("/").length >= depth);
  }
  return { files, isTruncated };
}

/** 404 says as little of a commit that is not there as of a repository that may not be seen. */
function orNoCommit(repository: GitClient["repository"], path: string, commit: string) {
  return async (error: unknown): Promise<never> => {
    if (!(error instanceof GitTrouble) || error.trouble !== "not_found") throw error;
    await repository(path);
    throw noCommit(path, commit);
  };
}

/** Slashes in a file's path stay slashes here. */
function sourceAt(path: string, commit: string, parts: string[]): string {
  const { workspace, repo_slug } = partsOf(path);
  return `/repositories/${[workspace, repo_slug, "src", commit, ...parts].map(encodeURIComponent).join("/")}`;
}

const entry = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number().nullish(),
  attributes: z.array(z.string()).nullish(),
});

function isFile({ type, attributes }: z.infer<typeof entry>): boolean {
  return type === "commit_file" && !attributes?.some((one) => one === "link" || one === "subrepository");
}

/** A tag may lead to something else than a commit, which then has no hash of one. */
const tag = z.union([branch, z.unknown().transform(() => null)]);
