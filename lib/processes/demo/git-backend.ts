import { type ChildProcess, spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { environmentWith } from "#lib/env.ts";

/** Serves the repositories below `root`, for reading unless told else, by git's own `http-backend` (CGI, RFC 3875). */
export class GitBackend {
  readonly #root: string;
  readonly #generous: boolean;
  readonly #takesPushes: boolean;
  readonly #children = new Set<ChildProcess>();

  /**
   * Generous as the big hosts: any commit may be asked for by its id, filters are allowed, protocol 2 is spoken. Else an
   * old host that gives out the heads of its branches and tags only.
   */
  constructor(root: string, generous = true, takesPushes = false) {
    this.#root = root;
    this.#generous = generous;
    this.#takesPushes = takesPushes;
  }

  serve(request: IncomingMessage, response: ServerResponse, user: string | null = null): void {
    const child = spawn("git", ["http-backend"], {
      env: this.#environment(request, user),
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#children.add(child);
    child.on("close", () => this.#children.delete(child));
    child.on("error", () => response.writeHead(500).end());
    response.on("close", () => child.kill());
    pipeline(request, child.stdin).catch(() => {});
    answerFrom(child, response);
  }

  /** Ends every git process that still serves a request. */
  stop(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }

  #environment(request: IncomingMessage, user: string | null) {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    return {
      PATH: environmentWith({}).PATH,
      NODE_ENV: "production" as const,
      GIT_PROJECT_ROOT: this.#root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROTOCOL: this.#generous ? String(request.headers["git-protocol"] ?? "") : "",
      REQUEST_METHOD: request.method ?? "GET",
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      CONTENT_LENGTH: request.headers["content-length"] ?? "",
      HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
      REMOTE_USER: user ?? "",
      REMOTE_ADDR: "127.0.0.1",
      ...uploadPackConfig(this.#generous, this.#takesPushes),
    };
  }
}

/** Git's rules for one process, by environment: nothing is written into the repository that is served. */
export function uploadPackConfig(generous: boolean, takesPushes = false): Record<string, string> {
  const settings = {
    "safe.directory": "*",
    "http.receivepack": String(takesPushes),
    "uploadpack.allowAnySHA1InWant": String(generous),
    "uploadpack.allowFilter": String(generous),
  };
  const pairs = Object.entries(settings).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(Object.keys(settings).length), ...Object.fromEntries(pairs) };
}

/** Passes the CGI answer on: header lines up to an empty one, then the body as it comes. */
function answerFrom(child: ChildProcess, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  const onHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    child.stdout?.off("data", onHead);
    const { status, headers } = readHead(head.subarray(0, end).toString("latin1"));
    response.writeHead(status, headers);
    response.write(head.subarray(end + 4));
    child.stdout?.pipe(response);
  };
  child.stdout?.on("data", onHead);
  child.on("close", () => response.headersSent || response.writeHead(500).end());
}

function readHead(head: string): { status: number; headers: Record<string, string> } {
  const lines = head.split("\r\n").map((line) => line.split(/: (.*)/s));
  const headers = Object.fromEntries(lines.map(([name = "", value = ""]) => [name.toLowerCase(), value]));
  const { status = "200", ...rest } = headers;
  return { status: Number.parseInt(status), headers: rest };
}
