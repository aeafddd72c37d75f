import { readCommit } from "../git-service/changes.ts";
import { makeHook } from "../git-service/hook.ts";
import { type Answer, type Call, type Route, textOf, userOf } from "../git-service/http.ts";
import type { CommitStatus, Hook, Repository } from "../git-service/model.ts";
import { paged, refusal, repositoryOf } from "./answers.ts";
import { hookShape, repositoryUrl, statusShape } from "./shapes.ts";

const repository = "/repositories/{workspace}/{slug}";
const knownEvents = [
  "repo:push",
  "repo:fork",
  "repo:updated",
  "pullrequest:created",
  "pullrequest:updated",
  "pullrequest:fulfilled",
];
const states = ["SUCCESSFUL", "STOPPED", "INPROGRESS", "FAILED"];

/** Hooks, for admins only and by a token with the scope `webhook`; twins are taken. And the statuses of commits. */
export const hookRoutes: Route[] = [
  {
    method: "GET",
    path: `${repository}/hooks`,
    scopes: ["webhook"],
    handle: (call) => {
      const one = repositoryOf(call, "admin");
      return paged(call, one.hooks, (hook) => hookShape(call.state, one, hook));
    },
  },
  { method: "POST", path: `${repository}/hooks`, scopes: ["webhook"], handle: createHook },
  {
    method: "GET",
    path: `${repository}/hooks/{hook}`,
    scopes: ["webhook"],
    handle: (call) => ({ status: 200, body: hookShape(call.state, ...hookOf(call)) }),
  },
  { method: "PUT", path: `${repository}/hooks/{hook}`, scopes: ["webhook"], handle: updateHook },
  { method: "DELETE", path: `${repository}/hooks/{hook}`, scopes: ["webhook"], handle: deleteHook },
  { method: "POST", path: `${repository}/commit/{sha}/statuses/build`, scopes: ["repository"], handle: setStatus },
];

function hookOf(call: Call): [Repository, Hook] {
  const one = repositoryOf(call, "admin");
  const hook = one.hooks.find(({ uuid }) => uuid === call.params.hook || uuid === `{${call.params.hook}}`);
  if (!hook) throw refusal(404, `Webhook ${call.params.hook} not found`);
  return [one, hook];
}

function createHook(call: Call): Answer {
  const one = repositoryOf(call, "admin");
  const { input, state } = call;
  const url = textOf(input, "url");
  const events = readEvents(call);
  if (!url || !/^https?:\/\/\S+$/.test(url))
    throw refusal(400, "Bad request", { fields: { url: ["Enter a valid URL."] } });
  if (!events) throw refusal(400, "Bad request", { fields: { events: ["This field is required."] } });
  const hook = makeHook(state, { url, events, ...readSettings(input) });
  one.hooks.push(hook);
  const location = `${repositoryUrl(state, one)}/hooks/${encodeURIComponent(hook.uuid)}`;
  return { status: 201, body: hookShape(state, one, hook), headers: { location } };
}

/** A secret that is not named stays; `null` or an empty one takes it away. */
function updateHook(call: Call): Answer {
  const [one, hook] = hookOf(call);
  const { input, state } = call;
  const url = textOf(input, "url") ?? hook.url;
  Object.assign(
    hook,
    { url, events: readEvents(call) ?? hook.events, updatedAt: state.timestamp() },
    readSettings(input),
  );
  return { status: 200, body: hookShape(state, one, hook) };
}

function deleteHook(call: Call): Answer {
  const [one, hook] = hookOf(call);
  one.hooks.splice(one.hooks.indexOf(hook), 1);
  // An empty answer is HTML to Bitbucket, and its own library for JavaScript counts on a type.
  return { status: 204, headers: { "content-type": "text/html; charset=utf-8" } };
}

/** The scopes of the events must be granted too: what a hook tells, a token must be allowed to read. */
function readEvents({ input, token }: Call): string[] | null {
  if (input.events === undefined) return null;
  const events = Array.isArray(input.events) ? input.events.filter((event) => typeof event === "string") : [];
  if (events.length === 0 || events.some((event) => !knownEvents.includes(event)))
    throw refusal(400, "Bad request", { fields: { events: ["Select a valid choice."] } });
  const needed = events.some((event) => event.startsWith("pullrequest:")) ? "pullrequest" : "repository";
  const granted = token?.scopes ?? [];
  if (!granted.some((scope) => scope.startsWith(needed)))
    throw refusal(403, "Your credentials lack one or more required privilege scopes.");
  return events;
}

function readSettings(input: Record<string, unknown>): Partial<Hook> {
  const secret = textOf(input, "secret");
  if (secret && secret.length > 128)
    throw refusal(400, "Bad request", { fields: { secret: ["Ensure this value has at most 128 characters."] } });
  return {
    ...("secret" in input ? { secret } : {}),
    ...("description" in input ? { description: textOf(input, "description") ?? "" } : {}),
    ...(typeof input.active === "boolean" ? { isActive: input.active } : {}),
  };
}

/** The same key for the same commit is the same status, changed. */
async function setStatus(call: Call): Promise<Answer> {
  const one = repositoryOf(call, "write");
  const { input, state, params } = call;
  const [key, url] = [textOf(input, "key"), textOf(input, "url")];
  if (!states.includes(String(input.state)))
    throw refusal(400, "Bad request", { fields: { state: ["Invalid state."] } });
  if (!key || key.length > 40)
    throw refusal(400, "Bad request", { fields: { key: ["Required, at most 40 characters."] } });
  if (!url || !/^https?:\/\//.test(url)) throw refusal(400, "Bad request", { fields: { url: ["Enter a valid URL."] } });
  const commit = await readCommit(await state.disk(one), params.sha ?? "");
  if (!commit) throw refusal(404, "Commit not found", { data: { shas: [params.sha] } });
  const known = one.statuses.find((status) => status.sha === commit.id && status.key === key);
  const own = {
    state: String(input.state),
    key,
    url,
    name: textOf(input, "name"),
    description: textOf(input, "description"),
    ref: textOf(input, "refname"),
  };
  const fresh = { id: state.nextId(), sha: commit.id, by: userOf(call), createdAt: state.timestamp() };
  const status: CommitStatus = known ? Object.assign(known, own) : { ...fresh, ...own };
  if (!known) one.statuses.push(status);
  return { status: 201, body: statusShape(state, one, status) };
}
