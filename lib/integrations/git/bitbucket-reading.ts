import { accountOf, branch, repositoryAt, workspace } from "./bitbucket-answers.ts";
import { listed, type Lists } from "./bitbucket-pages.ts";
import { partsOf, wishes } from "./bitbucket-wishes.ts";
import { header } from "./call.ts";
import { allOf } from "./pages.ts";
import type { GitClient, Head } from "./service.ts";

type Reading = Pick<GitClient, "account" | "repositories" | "repository" | "branches" | "head">;

const one = "/repositories/{workspace}/{repo_slug}";

/** Accounts, repositories and branches: https://developer.atlassian.com/cloud/bitbucket/rest. */
export function bitbucketReading(lists: Lists, origin: string): Reading {
  const { call } = lists;
  const repository = (path: string) =>
    call(wishes.repository(path), `GET ${one}`, partsOf(path), ({ data }) => repositoryAt(origin, null).parse(data));

  return {
    account: () => call(wishes.account, "GET /user", {}, accountOf),
    repositories: () => repositoriesOf(lists, origin),
    repository,
    branches: (path) => allOf(listed(lists, wishes.repository(path), `${one}/refs/branches`, partsOf(path), branch)),
    head(path, name, etag) {
      const query = { ...partsOf(path), name, headers: etag ? { "if-none-match": etag } : {} };
      // 404 says as little of a branch that is gone as of a repository that may not be seen.
      const none = () => repository(path).then(() => ({ commit: null, etag: null }));
      return call<Head | "unchanged">(
        wishes.repository(path),
        `GET ${one}/refs/branches/{name}`,
        query,
        (answer) => ({ commit: branch.parse(answer.data).commit, etag: header(answer, "etag") }),
        { 304: () => "unchanged", 404: none },
      );
    },
  };
}

/** Workspace by workspace: the lists across workspaces were removed in 2026. Their admins administer all that is in them. */
async function* repositoriesOf(lists: Lists, origin: string) {
  for (const { slug, isAdmin } of await allOf(listed(lists, wishes.workspaces, "/user/workspaces", {}, workspace))) {
    const query = { workspace: slug, role: "member" };
    const shape = repositoryAt(origin, isAdmin || null);
    yield* listed(lists, wishes.repositories(slug), "/repositories/{workspace}", query, shape);
  }
}
