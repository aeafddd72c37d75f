import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GitBackend } from "#lib/processes/demo/git-backend.ts";

/** What the server does to every request while the fault is set: a status, or one of four ways to misbehave. */
export type GitFault = "401" | "403" | "404" | "429" | "500" | "hang" | "garbage" | "cut";

export interface GitRequest {
  method: string;
  path: string;
  query: string;
  /** The user name of the Basic credentials that came along, right or wrong. */
  user: string | null;
  status: number;
}

export interface GitHttpOptions {
  /** The directory whose repositories are served, each at its own path below `url`. */
  root: string;
  /** Passwords by user name. Without users everybody may read; with them nobody else may. */
  users?: Record<string, string>;
  /**
   * Answer like the big hosts: any commit may be asked for by its id, filters are allowed, protocol 2 is spoken. Default
   * true; false is an old host that gives out the heads of its branches and tags only.
   */
  generous?: boolean;
  port?: number;
  /** Loopback, or the end of a test host's link that leads here. */
  host?: string;
}

export interface GitHttp {
  readonly url: string;
  readonly port: number;
  readonly requests: GitRequest[];
  setFault(fault: GitFault | null): void;
  /** Ends every connection and every git process that still serves one. */
  stop(): Promise<void>;
}

/** A git host over plain HTTP on loopback: git's own `http-backend` (CGI, RFC 3875) behind Basic authentication. */
export async function startGitHttp(options: GitHttpOptions): Promise<GitHttp> {
  const requests: GitRequest[] = [];
  const host = options.host ?? "127.0.0.1";
  const backend = new GitBackend(options.root, options.generous);
  let fault: GitFault | null = null;

  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const credentials = readBasic(request.headers.authorization);
    const entry = {
      method: request.method ?? "GET",
      path: pathname,
      query: search.slice(1),
      user: credentials?.user ?? null,
    };
    const seen = requests.push({ ...entry, status: 0 }) - 1;
    response.on("close", () => (requests[seen]!.status = response.headersSent ? response.statusCode : 0));
    if (fault) return faults[fault](response);
    if (options.users && !isKnown(options.users, credentials)) return refuse(response);
    backend.serve(request, response, entry.user);
  });

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    requests,
    setFault: (next) => void (fault = next),
    async stop() {
      backend.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const faults: Record<GitFault, (response: ServerResponse) => void> = {
  "401": (response) => refuse(response),
  "403": (response) => void response.writeHead(403).end("Forbidden\n"),
  "404": (response) => void response.writeHead(404).end("Not Found\n"),
  "429": (response) => void response.writeHead(429, { "retry-after": "60" }).end("Too many requests\n"),
  "500": (response) => void response.writeHead(500).end("Internal Server Error\n"),
  hang: () => {},
  garbage: (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<h1>\0\xff welcome</h1>"),
  cut: (response) => {
    response.writeHead(200, {
      "content-type": "application/x-git-upload-pack-advertisement",
      "content-length": "5000",
    });
    response.write("001e# service=git-upload-pack\n0000", () => response.destroy());
  },
};

function refuse(response: ServerResponse): void {
  response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("Authentication required\n");
}

interface Basic {
  user: string;
  password: string;
}

/** RFC 7617: the user name ends at the first colon. */
function readBasic(header: string | undefined): Basic | null {
  const [, encoded] = /^basic ([a-z0-9+/=]+)$/i.exec(header ?? "") ?? [];
  if (!encoded) return null;
  const decoded = Buffer.from(encoded, "base64").toString();
  const colon = decoded.indexOf(":");
  return colon < 0 ? null : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

function isKnown(users: Record<string, string>, basic: Basic | null): boolean {
  return basic !== null && Object.hasOwn(users, basic.user) && users[basic.user] === basic.password;
}
