import { type Call, header } from "./call.ts";
import { accountOf, branch, pageOf, reference, repositoryAt } from "./github-answers.ts";
import { partsOf, wishes } from "./github-wishes.ts";
import { allOf, pages } from "./pages.ts";
import type { GitClient, Head } from "./service.ts";

type Reading = Pick<GitClient, "account" | "repositories" | "repository" | "branches" | "head">;

/** Accounts, repositories and branches: https://docs.github.com/rest/repos and /rest/git/refs. */
export function githubReading(call: Call, origin: string): Reading {
  const shape = repositoryAt(origin);
  const repository = (path: string) =>
    call(wishes.repository(path), "GET /repos/{owner}/{repo}", partsOf(path), ({ data }) => shape.parse(data));

  return {
    account: () => call(wishes.account, "GET /user", {}, accountOf),
    repositories: () =>
      pages((page) => {
        const query = { affiliation: "owner,collaborator,organization_member", per_page: 100, page };
        return call(wishes.repositories, "GET /user/repos", query, (answer) => pageOf(answer, shape));
      }),
    repository,
    branches: (path) => allOf(branchPages(call, path)),
    head(path, name, etag) {
      const query = { ...partsOf(path), ref: `heads/${name}`, headers: etag ? { "if-none-match": etag } : {} };
      // 404 says as little of a branch that is gone as of a repository that may not be seen; 409 is an empty one.
      const none = () => repository(path).then(() => ({ commit: null, etag: null }));
      return call<Head | "unchanged">(
        wishes.repository(path),
        "GET /repos/{owner}/{repo}/git/ref/{ref}",
        query,
        (answer) => ({ commit: reference.parse(answer.data), etag: header(answer, "etag") }),
        { 304: () => "unchanged", 404: none, 409: none },
      );
    },
  };
}

function branchPages(call: Call, path: string) {
  return pages((page) => {
    const query = { ...partsOf(path), per_page: 100, page };
    const route = "GET /repos/{owner}/{repo}/branches";
    return call(wishes.repository(path), route, query, (answer) => pageOf(answer, branch));
  });
}
