import { callHook } from "../git-service/deliver.ts";
import { type Answer, type Call, type Route, textOf } from "../git-service/http.ts";
import { makeHook } from "../git-service/hook.ts";
import { readChange } from "../git-service/changes.ts";
import type { Hook, Repository } from "../git-service/model.ts";
import { readRefs } from "../git-service/repository-on-disk.ts";
import { badParameter, paged, projectOf, reads, refusal, writes } from "./answers.ts";
import { push } from "./push.ts";
import { hookEvents, hookShape } from "./shapes.ts";

/** Hooks: Maintainers only. Two may be the same in every way. */
export const hookRoutes: Route[] = [
  {
    method: "GET",
    path: "/projects/{project}/hooks",
    scopes: reads,
    handle: (call) => {
      const project = projectOf(call, "admin");
      return paged(call, project.hooks, (hook) => hookShape(call.state, project, hook));
    },
  },
  { method: "POST", path: "/projects/{project}/hooks", scopes: writes, handle: createHook },
  {
    method: "GET",
    path: "/projects/{project}/hooks/{hook}",
    scopes: reads,
    handle: (call) => ({ status: 200, body: hookShape(call.state, ...hookOf(call)) }),
  },
  { method: "PUT", path: "/projects/{project}/hooks/{hook}", scopes: writes, handle: updateHook },
  { method: "DELETE", path: "/projects/{project}/hooks/{hook}", scopes: writes, handle: deleteHook },
  { method: "POST", path: "/projects/{project}/hooks/{hook}/test/push_events", scopes: writes, handle: testHook },
];

function hookOf(call: Call): [Repository, Hook] {
  const project = projectOf(call, "admin");
  const hook = project.hooks.find(({ id }) => String(id) === call.params.hook);
  if (!hook) throw refusal(404, "404 Not found");
  return [project, hook];
}

function createHook(call: Call): Answer {
  const project = projectOf(call, "admin");
  const { input, state } = call;
  const hook = makeHook(state, { url: readUrl(input) ?? missingUrl(), events: readEvents(input, ["push_events"]) });
  Object.assign(hook, readSettings(input));
  project.hooks.push(hook);
  return { status: 201, body: hookShape(state, project, hook) };
}

/** Changes what is named. A new address without its secret loses the old one: it must not be sent elsewhere. */
function updateHook(call: Call): Answer {
  const [project, hook] = hookOf(call);
  const { input, state } = call;
  const url = readUrl(input) ?? hook.url;
  if (url !== hook.url) Object.assign(hook, { secret: null, signingToken: null });
  Object.assign(
    hook,
    { url, events: readEvents(input, hook.events), updatedAt: state.timestamp() },
    readSettings(input),
  );
  return { status: 200, body: hookShape(state, project, hook) };
}

function deleteHook(call: Call): Answer {
  const [project, hook] = hookOf(call);
  project.hooks.splice(project.hooks.indexOf(hook), 1);
  return { status: 204 };
}

/** Sends the newest commit of the default branch as a push; a good answer wakes a hook that was switched off. */
async function testHook(call: Call): Promise<Answer> {
  const [project, hook] = hookOf(call);
  const directory = await call.state.disk(project);
  const head = (await readRefs(directory)).get(`refs/heads/${project.defaultBranch}`);
  if (!head || !call.token) throw refusal(422, "Ensure the project has at least one commit.");
  const change = await readChange(directory, `refs/heads/${project.defaultBranch}`, head, head, []);
  const [outgoing] = push(call.state, project, [change], call.token.user);
  if (!outgoing) throw new Error("A push to one branch is always told");
  const [delivery] = await callHook(call.state, call.dialect, project, hook, outgoing);
  if (!delivery || delivery.status >= 400 || delivery.status === 0) throw refusal(422, delivery?.answer ?? "Not sent");
  return { status: 201, body: { message: "201 Created" } };
}

function readUrl(input: Record<string, unknown>): string | null {
  const url = textOf(input, "url");
  if (url !== null && !/^https?:\/\/\S+$/.test(url)) throw refusal(422, "Invalid url given");
  return url;
}

function missingUrl(): never {
  throw badParameter("url is missing");
}

function readEvents(input: Record<string, unknown>, before: string[]): string[] {
  return hookEvents.filter((event) => {
    const value = input[event];
    return value === undefined ? before.includes(event) : value === true || value === "true";
  });
}

/** What the request names; a signing token must be `whsec_` and 32 bytes in base64. */
function readSettings(input: Record<string, unknown>): Partial<Hook> {
  const signingToken = textOf(input, "signing_token");
  const [, key] = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(signingToken ?? "") ?? [];
  if (signingToken && (!key || Buffer.from(key, "base64").length !== 32))
    throw refusal(400, "signing_token must be in whsec_<base64> format encoding a 32-byte key");
  return {
    ...("token" in input ? { secret: textOf(input, "token") } : {}),
    ...("signing_token" in input ? { signingToken } : {}),
    ...("enable_ssl_verification" in input ? { insecureSsl: String(input.enable_ssl_verification) === "false" } : {}),
    ...("push_events_branch_filter" in input ? { branchFilter: textOf(input, "push_events_branch_filter") ?? "" } : {}),
    ...("description" in input ? { description: textOf(input, "description") ?? "" } : {}),
  };
}
