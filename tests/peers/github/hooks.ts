import { callHook } from "../git-service/deliver.ts";
import { type Answer, type Call, isRecord, Refusal, type Route, textOf } from "../git-service/http.ts";
import { makeHook } from "../git-service/hook.ts";
import type { Hook, Repository } from "../git-service/model.ts";
import { invalid, message, notFound, paged, repositoryOf } from "./answers.ts";
import { pingPayload } from "./push.ts";
import { hookShape } from "./shapes.ts";

const scopes = {
  read: ["admin:repo_hook", "public_repo", "read:repo_hook", "repo", "write:repo_hook"],
  write: ["admin:repo_hook", "public_repo", "repo", "write:repo_hook"],
};
const knownEvents = [
  "*",
  "push",
  "create",
  "delete",
  "deployment",
  "pull_request",
  "release",
  "status",
  "workflow_run",
];

/** Hooks: only an admin of the repository learns that there are any. */
export const hookRoutes: Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/hooks",
    scopes: scopes.read,
    handle: (call) => {
      const repository = repositoryOf(call, "admin");
      return paged(call, repository.hooks, (hook) => hookShape(call.state, repository, hook));
    },
  },
  { method: "POST", path: "/repos/{owner}/{repo}/hooks", scopes: scopes.write, handle: createHook },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/hooks/{hook}",
    scopes: scopes.read,
    handle: (call) => ({ status: 200, body: hookShape(call.state, ...hookOf(call)) }),
  },
  { method: "PATCH", path: "/repos/{owner}/{repo}/hooks/{hook}", scopes: scopes.write, handle: updateHook },
  { method: "DELETE", path: "/repos/{owner}/{repo}/hooks/{hook}", scopes: scopes.write, handle: deleteHook },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/hooks/{hook}/pings",
    scopes: scopes.read,
    handle: (call) => {
      ping(call, ...hookOf(call));
      return { status: 204 };
    },
  },
];

function hookOf(call: Call): [Repository, Hook] {
  const repository = repositoryOf(call, "admin");
  const hook = repository.hooks.find(({ id }) => String(id) === call.params.hook);
  if (!hook) throw notFound();
  return [repository, hook];
}

function createHook(call: Call): Answer {
  const repository = repositoryOf(call, "admin");
  const config = isRecord(call.input.config) ? call.input.config : {};
  const url = textOf(config, "url");
  if (call.input.name !== undefined && call.input.name !== "web")
    throw invalid({ resource: "Hook", field: "name", code: "invalid" });
  if (!url) throw invalid({ resource: "Hook", code: "custom", message: "url cannot be blank", field: "url" });
  const events = readEvents(call.input.events) ?? ["push"];
  refuseTwin(repository, url, events);
  const hook = makeHook(call.state, { url, events, contentType: "form", ...readConfig(config) });
  hook.isActive = call.input.active !== false;
  repository.hooks.push(hook);
  ping(call, repository, hook);
  const body = hookShape(call.state, repository, hook);
  return { status: 201, body, headers: { location: body.url } };
}

/** A config that comes without its secret takes the secret away. */
function updateHook(call: Call): Answer {
  const [repository, hook] = hookOf(call);
  const { input, state } = call;
  const list = (name: string) => readEvents(input[name]) ?? [];
  const kept = (readEvents(input.events) ?? hook.events).filter((event) => !list("remove_events").includes(event));
  const events = [...new Set([...kept, ...list("add_events")])];
  const config = isRecord(input.config) ? readConfig(input.config) : {};
  const url = isRecord(input.config) ? (textOf(input.config, "url") ?? hook.url) : hook.url;
  refuseTwin(repository, url, events, hook);
  if (isRecord(input.config)) Object.assign(hook, { secret: null }, config, { url });
  if (typeof input.active === "boolean") hook.isActive = input.active;
  Object.assign(hook, { events, updatedAt: state.timestamp() });
  return { status: 200, body: hookShape(state, repository, hook) };
}

function deleteHook(call: Call): Answer {
  const [repository, hook] = hookOf(call);
  repository.hooks.splice(repository.hooks.indexOf(hook), 1);
  return { status: 204 };
}

/** Two hooks may share an address when their events do not overlap; an event has at most twenty hooks. */
function refuseTwin(repository: Repository, url: string, events: string[], except?: Hook): void {
  const others = repository.hooks.filter((hook) => hook !== except);
  const overlaps = (hook: Hook) => hook.events.some((event) => event === "*" || events.includes(event));
  if (others.some((hook) => hook.url === url && (overlaps(hook) || events.includes("*"))))
    throw invalid({ resource: "Hook", code: "custom", message: "Hook already exists on this repository" });
  for (const event of events)
    if (others.filter((hook) => hook.events.includes(event)).length >= 20)
      throw new Refusal(message(422, `The "${event}" event cannot have more than 20 hooks`));
}

function readEvents(value: unknown): string[] | null {
  if (value === undefined) return null;
  const events = Array.isArray(value) ? value.filter((event) => typeof event === "string") : [];
  const unknown = events.find((event) => !knownEvents.includes(event));
  if (unknown !== undefined || events.length === 0)
    throw invalid({ resource: "Hook", field: "events", code: "invalid", message: `Unknown events: ${unknown ?? ""}` });
  return events;
}

function readConfig(config: Record<string, unknown>): Partial<Hook> {
  const contentType = config.content_type;
  if (contentType !== undefined && contentType !== "json" && contentType !== "form")
    throw invalid({ resource: "Hook", field: "content_type", code: "invalid" });
  return {
    secret: textOf(config, "secret"),
    insecureSsl: String(config.insecure_ssl ?? "0") === "1",
    ...(contentType ? { contentType } : {}),
  };
}

/** GitHub says hello to a hook, and does not wait for what it says. */
function ping(call: Call, repository: Repository, hook: Hook): void {
  const payload = pingPayload(call.state, repository, hook, call.token?.user ?? call.state.signedIn);
  call.state.background(callHook(call.state, call.dialect, repository, hook, { event: "ping", branch: null, payload }));
}
