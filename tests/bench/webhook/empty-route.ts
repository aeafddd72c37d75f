import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { freePort } from "#lib/processes/free-port.ts";
import { nodeFlags } from "#lib/processes/supervise.ts";
import { cacheDirectory, run } from "../rivals/command.ts";
import type { Receiver } from "./load.ts";

const files: Record<string, string> = {
  "package.json": '{ "private": true, "type": "module" }\n',
  "app/push/route.js": "export function POST() {\n  return Response.json({ status: 'ok' }, { status: 202 });\n}\n",
  // The way that Devpilot's own web process serves.
  "server.js": `import { createServer } from "node:http";
import next from "next";
const app = next({ dev: false, dir: process.cwd(), hostname: "127.0.0.1", port: Number(process.env.PORT) });
await app.prepare();
const answer = app.getRequestHandler();
createServer((request, response) => void answer(request, response)).listen(process.env.PORT, "127.0.0.1", () => process.send("ready"));
`,
};

/** A build of its own with one route that does nothing at all: what the framework costs. */
export async function startEmptyRoute(later: (end: () => Promise<unknown>) => void): Promise<Receiver> {
  const directory = join(cacheDirectory, "empty-route");
  await rm(directory, { recursive: true, force: true });
  await mkdir(join(directory, "app/push"), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(directory, path), text);
  await symlink(resolve("node_modules"), join(directory, "node_modules"));
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PORT: String(await freePort()) };
  const next = join(directory, "node_modules/next/dist/bin/next");
  await run(process.execPath, [next, "build", "--webpack"], { cwd: directory, env, timeoutSeconds: 300 });
  const child = spawn(process.execPath, [...nodeFlags("web"), "server.js"], {
    cwd: directory,
    env: { ...process.env, ...env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  later(async () => child.kill("SIGKILL"));
  await once(child, "message");
  return { name: "empty Next.js route", url: `http://127.0.0.1:${env.PORT}/push`, secret: "none" };
}
