import { z } from "zod";
import { header } from "./call.ts";
import { branch, ownToken, repositoryAt, user } from "./gitlab-answers.ts";
import { type GitLabCall, wishes } from "./gitlab-api.ts";
import type { Account, GitClient, Head } from "./service.ts";
import { GitTrouble } from "./trouble.ts";

type Reading = Pick<GitClient, "account" | "repositories" | "repository" | "branches" | "head">;

/** Accounts, projects and branches: https://docs.gitlab.com/api/projects and /api/branches. */
export function gitlabReading(call: GitLabCall, origin: string, isPersonal: boolean): Reading {
  const shape = repositoryAt(origin);
  const repository = (path: string) =>
    call(wishes.repository(path), async (api) => shape.parse(await api.project(path)));

  return {
    account: () => accountOf(call, isPersonal),
    repositories: () => repositoriesOf(call, z.array(shape)),
    repository,
    branches: (path) => call(wishes.repository(path), async (api) => z.array(branch).parse(await api.branches(path))),
    head(path, name, etag) {
      // 404 says as little of a branch that is gone as of a project that may not be seen.
      const none = () => repository(path).then(() => ({ commit: null, etag: null }));
      return call<Head | "unchanged">(
        wishes.repository(path),
        async (api) => {
          const answer = await api.branch(path, name);
          return { commit: branch.parse(answer.data).commit, etag: header(answer, "etag") };
        },
        { 304: () => "unchanged", 404: none },
        etag ? { "if-none-match": etag } : {},
      );
    },
  };
}

/** A token that a person made tells its scopes; an OAuth token's came with it. */
async function accountOf(call: GitLabCall, isPersonal: boolean): Promise<Account> {
  const { id, username } = await call(wishes.account, async (api) => user.parse(await api.user()));
  const untold = { 400: () => null, 403: () => null, 404: () => null };
  const scopes = isPersonal
    ? await call<string[] | null>(wishes.account, async (api) => ownToken.parse(await api.ownToken()), untold)
    : null;
  return { subject: id, login: username, scopes };
}

const size = 100;

/** By ids, which stay where they are while projects come and go (keyset pagination). */
async function* repositoriesOf<Shape extends { remoteId: string }>(call: GitLabCall, shape: z.ZodType<Shape[]>) {
  for (let after = 0; ;) {
    const page = await call(wishes.repositories, async (api) => shape.parse(await api.projectsAfter(after, size)));
    yield page;
    const last = page.at(-1);
    if (!last || page.length < size) return;
    if (Number(last.remoteId) <= after) throw new GitTrouble("away", "GitLab's list of projects goes in circles.");
    after = Number(last.remoteId);
  }
}
