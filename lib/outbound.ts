import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, fetch as send } from "undici";
import { Failure } from "./failure.ts";
import { isListed, isPublic } from "./private-hosts.ts";

const limits = { milliseconds: 10_000, bytes: 8 * 1024 * 1024, redirects: 3 };

/**
 * The one client for addresses that users give. It resolves the name itself and connects to no private address that
 * DEVPILOT_PRIVATE_HOSTS does not list, and only there over plain http. It follows three redirects, none to another
 * origin; all of it takes at most 10 s and 8 MB. Throws a Failure in words for whatever is not an HTTP answer.
 */
export const outboundFetch: typeof fetch = async (input, init = {}) => {
  const request = input instanceof Request ? await unpacked(input, init) : { url: new URL(input), init };
  const timeout = AbortSignal.timeout(limits.milliseconds);
  const signal = request.init.signal ? AbortSignal.any([request.init.signal, timeout]) : timeout;
  try {
    return await follow(request.url, { ...request.init, signal });
  } catch (error) {
    throw inWords(error, request.url.host, timeout.aborted);
  }
};

/** The addresses of a host that may be connected to; throws a Failure where there is none. */
export async function allowedAddresses(host: string, port: number): Promise<string[]> {
  const allowed = (await resolve(host)).filter((address) => isPublic(address) || isListed(nameOf(host), port, address));
  if (allowed.length > 0) return allowed;
  throw new Failure(
    "rejected",
    `${host} is in a private network, where Devpilot does not connect by itself. The operator can list it in DEVPILOT_PRIVATE_HOSTS.`,
  );
}

/** Whether credentials may go to this address over plain http. Connecting to it checks once more. */
export function isPlainAllowed(url: URL): boolean {
  return isListed(nameOf(url.hostname), portOf(url), nameOf(url.hostname));
}

async function follow(url: URL, init: RequestInit, left = limits.redirects): Promise<Response> {
  const answer = await send(url, { ...(init as Parameters<typeof send>[1]), redirect: "manual", dispatcher: agent });
  const target = redirectOf(answer.status, answer.headers.get("location"), url, init);
  if (!target) return bounded(url, answer);
  await answer.body?.cancel();
  if (target.origin !== url.origin)
    throw new Failure("rejected", `${url.host} leads on to ${target.host}, and Devpilot follows to no other address.`);
  if (left === 0) throw new Failure("unavailable", `${url.host} leads in circles.`);
  return follow(target, init, left - 1);
}

/** Where to go on: a request that is more than a question is repeated only where the host says so (RFC 9110, 15.4). */
function redirectOf(status: number, location: string | null, url: URL, init: RequestInit): URL | null {
  if (!location || (init.redirect ?? "follow") !== "follow") return null;
  const isQuestion = ["GET", "HEAD"].includes((init.method ?? "GET").toUpperCase());
  const isFollowed = isQuestion ? [301, 302, 303, 307, 308].includes(status) : [307, 308].includes(status);
  return isFollowed ? URL.parse(location, url) : null;
}

async function bounded(url: URL, answer: Awaited<ReturnType<typeof send>>): Promise<Response> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    if (bytes > limits.bytes) throw new Failure("unavailable", `${url.host} answered with more than 8 MB.`);
    parts.push(new Uint8Array(part));
  }
  const body = [204, 205, 304].includes(answer.status) ? null : Buffer.concat(parts);
  const { status, statusText } = answer;
  const whole = new Response(body, { status, statusText, headers: [...answer.headers] });
  return Object.defineProperty(whole, "url", { value: url.href });
}

async function unpacked(request: Request, init: RequestInit): Promise<{ url: URL; init: RequestInit }> {
  const { method, headers, redirect, signal } = request;
  const body = request.body ? await request.arrayBuffer() : undefined;
  return { url: new URL(request.url), init: { method, headers: [...headers], redirect, signal, body, ...init } };
}

/** The addresses are chosen here and handed on as the answer of a lookup: nothing resolves the name a second time. */
const agent = new Agent({
  connect: (options, done) => {
    const port = Number(options.port) || usualPorts[options.protocol] || 443;
    addressesFor(options.hostname, port, options.protocol).then(
      (addresses) =>
        buildConnector({ allowH2: false, timeout: limits.milliseconds, lookup: answering(addresses) })(options, done),
      (error: Error) => done(error, null),
    );
  },
});

async function addressesFor(host: string, port: number, protocol: string): Promise<string[]> {
  const addresses = await allowedAddresses(host, port);
  if (protocol === "https:") return addresses;
  const listed = addresses.filter((address) => isListed(nameOf(host), port, address));
  if (listed.length > 0) return listed;
  throw new Failure("rejected", `Use https:// for ${host}: over http:// everybody between could read the token.`);
}

/** All of them where all are asked for: a machine may have no way to the first one, of IPv6 say. */
function answering(addresses: string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_, { all }, done) => {
    if (all) done(null, found);
    else done(null, found[0]?.address ?? "", found[0]?.family);
  };
}

async function resolve(host: string): Promise<string[]> {
  const name = nameOf(host);
  if (isIP(name)) return [name];
  const found = await lookup(name, { all: true }).catch((cause: unknown) => {
    throw new Failure("unavailable", `The name ${host} is not known. Check how it is spelled.`, { cause });
  });
  return found.map(({ address }) => address);
}

/** As it is listed and looked up: without the brackets of an IPv6 address and a dot at the end. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

const usualPorts: Record<string, number> = { "https:": 443, "http:": 80 };

function portOf(url: URL): number {
  return Number(url.port) || usualPorts[url.protocol] || 443;
}

function inWords(error: unknown, host: string, isLate: boolean): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof Failure) return cause;
  if (isLate) return new Failure("unavailable", `${host} did not answer within 10 seconds.`, { cause: error });
  if (error instanceof Error && error.name === "AbortError") return error;
  return new Failure("unavailable", `${host} could not be reached${becauseOf(error)}.`, { cause: error });
}

/** Node's own code of the error, such as ECONNREFUSED: it is what people search for. */
function becauseOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code: unknown = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? ` (${code})` : "";
}
