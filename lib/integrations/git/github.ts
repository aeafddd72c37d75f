import { Octokit } from "@octokit/rest";
import { ask } from "./ask.ts";
import type { Call } from "./call.ts";
import { apiOf } from "./github-api.ts";
import { githubHooks } from "./github-hooks.ts";
import { githubReading } from "./github-reading.ts";
import { reportToGitHub } from "./github-report.ts";
import { githubTree } from "./github-tree.ts";
import { missingOf } from "./scopes.ts";
import { commitPageAt, serviceHost } from "./service-host.ts";
import type { GitService } from "./service.ts";

const title = "GitHub";
const commitPart = "commit";

/** GitHub, GitHub Enterprise Cloud and GitHub Enterprise Server, https://docs.github.com/rest. */
export const github: GitService = {
  ...serviceHost({ provider: "github", username: "x-access-token", commitPart }),
  title,
  home: "https://github.com",
  isSelfHosted: true,
  oauth: {
    authorizePath: "/login/oauth/authorize",
    tokenPath: "/login/oauth/access_token",
    clientAuth: "post",
    grantedIn: "scope",
    scopes: [
      { name: "repo", reason: "To read private code, to register webhooks and to report how deployments go." },
      { name: "read:user", reason: "To show which account is connected." },
    ],
    registerPath: "/settings/applications/new",
    registerHint: "Register an OAuth app, not a GitHub App, with this callback URL. Then generate a client secret.",
  },
  token: null,
  missingScopes: (granted) => missingOf({ repo: ["repo"], "read:user": ["read:user", "user"] }, granted),
  client({ origin, token }) {
    const call: Call = (wish, route, parameters, take, otherwise) =>
      ask({ title, token }, wish, async (send) => take(await connect(send).request(route, parameters)), otherwise);
    const connect = (send: typeof fetch) => octokitAt(origin, token.reveal(), send);
    const reading = githubReading(call, origin);
    return {
      ...reading,
      ...githubTree(call, reading.repository),
      ...githubHooks(call),
      commitUrl: (path, commit) => commitPageAt(origin, path, commitPart, commit),
      report: (path, status) => reportToGitHub(call, path, status),
    };
  },
};

function octokitAt(origin: string, auth: string, send: typeof fetch): Octokit {
  return new Octokit({
    auth,
    baseUrl: apiOf(origin),
    userAgent: "Devpilot",
    log: silent,
    request: { fetch: send, log: silent },
  });
}

const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {}
