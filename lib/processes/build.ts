import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentWith } from "#lib/env.ts";
import { Failure } from "../failure.ts";
import type { Later } from "./run.ts";

const output = ".next";
const stamp = join(output, "devpilot-sources");
const previous = ".next.previous";

export function isBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sourcesHash();
}

/** For a web that starts by itself: throws a Failure when there is nothing to serve. */
export function requireBuild(): void {
  if (existsSync(stamp)) return;
  throw new Failure("conflict", "The console is not built yet: run `npm start` once, or `npm run build`.");
}

/** Builds the console. A build that fails or is cut short leaves the one before it in its place; then this throws a Failure. */
export async function build(later: Later): Promise<void> {
  putBack();
  if (existsSync(output)) renameSync(output, previous);
  try {
    const sources = sourcesHash();
    await nextBuild(later);
    writeFileSync(stamp, sources);
    rmSync(previous, { recursive: true, force: true });
  } catch (error) {
    putBack();
    throw error;
  }
}

function putBack(): void {
  if (!existsSync(previous)) return;
  rmSync(output, { recursive: true, force: true });
  renameSync(previous, output);
}

async function nextBuild(later: Later): Promise<void> {
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: environmentWith({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
  });
  later(() => void child.kill());
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw buildFailure(Buffer.concat(said).toString());
}

function buildFailure(said: string): Failure {
  if (/ENOSPC|no space left/i.test(said))
    return new Failure("unavailable", "The disk is full: the console could not be built.");
  const kept = existsSync(previous) ? " The previous build is kept, for the sources that it was made of." : "";
  return new Failure("unavailable", `${said.trim()}\n\nThe console could not be built: see above.${kept}`);
}

/** One number for everything that a build depends on. */
function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const file of sources()) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function sources(): string[] {
  const atRoot = readdirSync(".", { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|json)$/.test(entry.name) && entry.name !== "next-env.d.ts")
    .map((entry) => entry.name);
  return [...atRoot, ...["app", "lib", "db", "public"].flatMap(filesBelow)].sort();
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
