import {
  Branches,
  Commits,
  PersonalAccessTokens,
  ProjectHooks,
  Projects,
  RepositoryFiles,
  Tags,
  Users,
} from "@gitbeaker/rest";
import type { Secret } from "#lib/secrets/secret.ts";
import { ask } from "./ask.ts";
import type { GitLabApi, GitLabCall } from "./gitlab-api.ts";
import { gitlabHooks } from "./gitlab-hooks.ts";
import { gitlabReading } from "./gitlab-reading.ts";
import { reportToGitLab } from "./gitlab-report.ts";
import { gitlabTree } from "./gitlab-tree.ts";
import { requesterOf } from "./gitlab-requester.ts";
import { missingOf } from "./scopes.ts";
import { commitPageAt, serviceHost } from "./service-host.ts";
import type { GitService } from "./service.ts";

const title = "GitLab";
const commitPart = "-/commit";

/** GitLab.com and self-managed GitLab, https://docs.gitlab.com/api/rest. */
export const gitlab: GitService = {
  ...serviceHost({ provider: "gitlab", username: "oauth2", commitPart }),
  title,
  home: "https://gitlab.com",
  isSelfHosted: true,
  countsUnchanged: true,
  oauth: {
    authorizePath: "/oauth/authorize",
    tokenPath: "/oauth/token",
    clientAuth: "post",
    grantedIn: "scope",
    scopes: [
      { name: "api", reason: "To list projects and branches, to register webhooks and to report how deployments go." },
      { name: "read_repository", reason: "To read private code when an app is deployed." },
    ],
    registerPath: "/-/user_settings/applications",
    registerHint:
      "Add an application with this callback URL as its redirect URI, leave Confidential on, and choose the scopes api and read_repository.",
  },
  token: {
    name: "Personal access token",
    makePath: "/-/user_settings/personal_access_tokens?name=Devpilot&scopes=api,read_repository",
    hint: "Choose the scopes api and read_repository. GitLab shows the token once; note the day on which it ends.",
  },
  missingScopes: (granted) => missingOf(covering, granted),
  client({ origin, token, isPersonal }) {
    const call: GitLabCall = (wish, work, otherwise, headers = {}) =>
      ask(
        { title, token },
        wish,
        (send) => work(apiAt(origin, send, { ...proofOf(token, isPersonal), ...headers })),
        otherwise,
      );
    const reading = gitlabReading(call, origin, isPersonal);
    return {
      ...reading,
      ...gitlabTree(call, reading.repository),
      ...gitlabHooks(call),
      commitUrl: (path, commit) => commitPageAt(origin, path, commitPart, commit),
      report: (path, status) => reportToGitLab(call, path, status),
    };
  },
};

/** The scope `api` also lets git in over HTTPS. */
const covering = {
  api: ["api"],
  read_repository: ["read_repository", "write_repository", "api"],
};

function proofOf(token: Secret, isPersonal: boolean): Record<string, string> {
  return isPersonal ? { "private-token": token.reveal() } : { authorization: `Bearer ${token.reveal()}` };
}

function apiAt(origin: string, send: typeof fetch, headers: Record<string, string>): GitLabApi {
  const host = new URL(origin).origin;
  const requesterFn = requesterOf(send, { ...headers, "user-agent": "Devpilot" });
  const options = { host, queryTimeout: null, requesterFn };
  const ask = async (method: "get" | "head", endpoint: string, searchParams: Record<string, unknown>) => {
    const { body, headers } = await requesterFn({ url: `${host}/api/v4` })[method]<unknown>(endpoint, { searchParams });
    return { data: body, headers };
  };
  const [projects, branches, hooks] = [new Projects(options), new Branches(options), new ProjectHooks(options)];
  return {
    user: () => new Users(options).showCurrentUser(),
    ownToken: () => new PersonalAccessTokens(options).show(),
    projectsAfter: (idAfter, perPage) =>
      projects.all({ ...keyset, membership: true, perPage, maxPages: 1, ...(idAfter > 0 ? { idAfter } : {}) }),
    project: (path) => projects.show(path),
    branches: (path) => branches.all(path, { perPage: 100 }),
    branch: (path, name) => branches.show(path, name, { showExpanded: true }),
    tags: (path) => new Tags(options).all(path, { perPage: 100, orderBy: "updated", sort: "desc" }),
    // The SDK follows pages by itself, and knows no question for a file's size.
    treePage: (path, ref, from) => ask("get", `${project(path)}/repository/tree`, { ref, ...wholeTree, ...from }),
    fileHead: (path, name, ref) =>
      ask("head", `${project(path)}/repository/files/${encodeURIComponent(name)}`, { ref }),
    file: (path, name, ref) => new RepositoryFiles(options).show(path, name, ref),
    hooks: (path) => hooks.all(path, { perPage: 100 }),
    addHook: (path, url, settings) => hooks.add(path, url, settings),
    editHook: (path, id, url, settings) => hooks.edit(path, id, url, settings),
    removeHook: (path, id) => hooks.remove(path, id),
    setStatus: (path, commit, state, facts) => new Commits(options).editStatus(path, commit, state, facts),
  };
}

const wholeTree = { recursive: true, pagination: "keyset", per_page: 100 };

function project(path: string): string {
  return `projects/${encodeURIComponent(path)}`;
}

const keyset = { pagination: "keyset", orderBy: "id", sort: "asc" } as const;
