import bitbucketSdk from "bitbucket";
import { ask } from "./ask.ts";
import { bitbucketHooks } from "./bitbucket-hooks.ts";
import type { Lists } from "./bitbucket-pages.ts";
import { bitbucketReading } from "./bitbucket-reading.ts";
import { bitbucketTree } from "./bitbucket-tree.ts";
import { reportToBitbucket } from "./bitbucket-report.ts";
import type { Call } from "./call.ts";
import { missingOf } from "./scopes.ts";
import { commitPageAt, serviceHost } from "./service-host.ts";
import type { GitService } from "./service.ts";

const title = "Bitbucket";
const commitPart = "commits";

/** Bitbucket Cloud, https://developer.atlassian.com/cloud/bitbucket/rest. Bitbucket Data Center has another API. */
export const bitbucket: GitService = {
  ...serviceHost({ provider: "bitbucket", username: "x-token-auth", commitPart }),
  title,
  home: "https://bitbucket.org",
  isSelfHosted: false,
  countsUnchanged: true,
  oauth: {
    authorizePath: "/site/oauth2/authorize",
    tokenPath: "/site/oauth2/access_token",
    clientAuth: "basic",
    grantedIn: "scopes",
    scopes: [
      { name: "repository", reason: "To read private code and to report how deployments go." },
      { name: "account", reason: "To show which account is connected and to list its workspaces." },
      { name: "webhook", reason: "To register webhooks, so that a push is deployed at once." },
    ],
    registerPath: "/account/workspaces/",
    registerHint:
      "Choose a workspace, then Settings → OAuth consumers → Add consumer. Give it this callback URL and the permissions Account: Read, Repositories: Read, and Webhooks: Read and write.",
  },
  token: null,
  missingScopes: (granted) => missingOf(covering, granted),
  client({ origin, token }) {
    const baseUrl = baseUrlOf(origin);
    const headers = { authorization: `Bearer ${token.reveal()}`, "user-agent": "Devpilot" };
    const call: Call = (wish, route, parameters, take, otherwise) =>
      ask(
        { title, token },
        wish,
        async (send) => take(await request(route, { ...asked(parameters, headers, send), baseUrl })),
        otherwise,
      );
    const bytes: Lists["bytes"] = (wish, address, otherwise) =>
      ask(
        { title, token },
        wish,
        async (send) => bytesOf(await send(`${baseUrl}${address}`, { headers })),
        otherwise,
        "bytes",
      );
    const lists = { call, baseUrl, bytes };
    const reading = bitbucketReading(lists, origin);
    return {
      ...reading,
      ...bitbucketTree(lists, reading.repository),
      ...bitbucketHooks(lists),
      commitUrl: (path, commit) => commitPageAt(origin, path, commitPart, commit),
      report: (path, status) => reportToBitbucket(call, path, status),
    };
  },
};

const covering = {
  repository: ["repository", "repository:write", "repository:admin"],
  account: ["account", "account:write"],
  webhook: ["webhook"],
};

// Made once: it takes 10 ms, in which it prepares every route that it knows.
const { request } = new bitbucketSdk.Bitbucket({ notice: false });

function baseUrlOf(origin: string): string {
  const site = new URL(origin);
  return site.hostname === "bitbucket.org" ? "https://api.bitbucket.org/2.0" : `${site.origin}/2.0`;
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

/** The SDK knows no more of the API than its state of 2023: its routes and its `fetch` are given to it call by call. */
function asked(parameters: Record<string, unknown>, headers: Record<string, string>, send: typeof fetch) {
  return { ...parameters, headers: { ...headers, ...Object(parameters.headers) }, request: { fetch: typed(send) } };
}

/** The SDK fails on an answer that does not name its type, as one without a body does. */
function typed(send: typeof fetch): typeof fetch {
  return async (...request) => {
    const answer = await send(...request);
    if (!answer.headers.has("content-type")) answer.headers.set("content-type", "text/plain");
    return answer;
  };
}
