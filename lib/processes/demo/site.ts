import { readFile, realpath } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { type Loopback, serveOnLoopback } from "./loopback.ts";

/** The web server of the demo's server: the files of a folder, which may be behind a link that moves. */
export function serveSite(folder: string): Promise<Loopback> {
  return serveOnLoopback((request, response) => void answer(request, response, folder));
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

async function answer(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const file = await find(request.url ?? "/", folder);
  if (!file) return void response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page.\n");
  const type = types[extname(file.path)] ?? "text/plain; charset=utf-8";
  response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(file.content);
}

/** A file inside the folder as it is now; a link in it must not lead out. */
async function find(url: string, folder: string) {
  try {
    const { pathname } = new URL(url, "http://localhost");
    const root = await realpath(folder);
    const path = await realpath(
      join(root, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname)),
    );
    return path.startsWith(root + sep) ? { path, content: await readFile(path) } : undefined;
  } catch {
    return undefined;
  }
}
