import type { Change } from "./changes.ts";
import type { Dialect, Outgoing } from "./dialect.ts";
import type { Delivery, Hook, Repository, User } from "./model.ts";
import type { State } from "./state.ts";

const patience = 10_000;

/** Calls the hooks of a repository for what a push changed. */
export async function deliverPush(
  state: State,
  dialect: Dialect,
  repository: Repository,
  changes: Change[],
  pusher: User,
): Promise<Delivery[]> {
  repository.pushedAt = state.timestamp();
  repository.isEmpty = false;
  const deliveries: Delivery[] = [];
  for (const outgoing of dialect.push(state, repository, changes, pusher)) {
    const wanting = repository.hooks.filter((hook) => dialect.wants(hook, outgoing, state.now()));
    const sent = await Promise.all(wanting.map((hook) => callHook(state, dialect, repository, hook, outgoing)));
    deliveries.push(...sent.flat());
  }
  return deliveries;
}

/** Calls one hook, as often as the provider tries. Nothing is sent when the body is larger than the provider sends. */
export async function callHook(
  state: State,
  dialect: Dialect,
  repository: Repository,
  hook: Hook,
  outgoing: Outgoing,
): Promise<Delivery[]> {
  const json = JSON.stringify(outgoing.payload);
  const body = hook.contentType === "form" ? new URLSearchParams({ payload: json }).toString() : json;
  if (Buffer.byteLength(body) > dialect.maxBodyBytes) return [];
  const id = dialect.makeDeliveryId();
  const type = hook.contentType === "form" ? "application/x-www-form-urlencoded" : "application/json";
  const headers = { "content-type": type, ...dialect.sign(state, hook, outgoing, body, id) };
  const about = { id, path: repository.path, hookId: hook.id, hookUrl: hook.url, event: outgoing.event };
  return attempt(state, dialect, hook, { ...about, headers, body, status: 0, answer: "" });
}

/** Sends a recorded delivery once more: the same id, headers and bytes. */
export async function redeliver(state: State, dialect: Dialect, id: string): Promise<Delivery[]> {
  const delivery = state.deliveries.find((one) => one.id === id);
  const hook = delivery && state.repository(delivery.path).hooks.find(({ id }) => id === delivery.hookId);
  if (!delivery || !hook) throw new Error(`There is no delivery ${id} of a hook that still is`);
  return attempt(state, dialect, hook, delivery);
}

async function attempt(state: State, dialect: Dialect, hook: Hook, template: Delivery): Promise<Delivery[]> {
  const tried: Delivery[] = [];
  for (let number = 1; number <= dialect.attempts; number++) {
    const headers = { ...template.headers };
    if ("x-attempt-number" in headers) headers["x-attempt-number"] = String(number);
    const delivery = { ...template, headers, ...(await post(hook.url, headers, template.body)) };
    tried.push(delivery);
    state.deliveries.push(delivery);
    hook.lastStatus = delivery.status;
    dialect.afterDelivery(hook, delivery, state.now());
    if (delivery.status > 0 && delivery.status < 500) break;
  }
  return tried;
}

async function post(url: string, headers: Record<string, string>, body: string) {
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    return { status: response.status, answer: (await response.text()).slice(0, 10_000) };
  } catch (error) {
    return { status: 0, answer: error instanceof Error ? error.message : String(error) };
  }
}
