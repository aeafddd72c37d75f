import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface AgentFile {
  name: string;
  content: Buffer;
}

/** All is shell, but for what holds the port of an app that is a service. */
const folders = { "": /\.sh$/, kinds: /\.sh$/, front: /\.(mjs|py)$/ };

/** Runs before anything is installed, so it is no part of what is. */
const notInstalled = new Set(["install.sh", "authorize-key.sh"]);

/**
 * Beside this file when Node runs it as it is. A bundle lies elsewhere and carries no shell: then it is the checkout that
 * the process was started in.
 */
const directory = [import.meta.dirname, join(process.cwd(), "lib/agent")].find(hasShell);

let read: { files: AgentFile[]; version: string } | undefined;

/** What the agent on a server is compared with: it changes when any of its files does. */
export function version(): string {
  return shell().version;
}

/** What the installer gets after its own text: `VERSION=…`, then `FILE=name` and the file's text for each, NUL-framed. */
export function bundle(): Buffer {
  const { files, version } = shell();
  const parts = files.flatMap(({ name, content }) => [Buffer.from(`FILE=${name}\0`), content, Buffer.from([0])]);
  return Buffer.concat([Buffer.from(`VERSION=${version}\0`), ...parts, Buffer.from([0])]);
}

/** The text of a script that a bare server runs from stdin. */
export function installer(): Buffer {
  return readFileSync(join(home(), "install.sh"));
}

/** Another one, which puts a key into authorized_keys. */
export function keyInstaller(): Buffer {
  return readFileSync(join(home(), "authorize-key.sh"));
}

function shell() {
  if (!read) {
    const files = Object.entries(folders).flatMap(([folder, names]) => filesIn(folder, names));
    read = { files, version: hash(files) };
  }
  return read;
}

function filesIn(folder: string, names: RegExp): AgentFile[] {
  return readdirSync(join(home(), folder))
    .filter((name) => names.test(name) && !notInstalled.has(name))
    .sort()
    .map((name) => join(folder, name))
    .map((name) => ({ name, content: readFileSync(join(home(), name)) }));
}

function hash(files: AgentFile[]): string {
  const sum = createHash("sha256");
  for (const { name, content } of files) sum.update(`${name}\0${content.byteLength}\0`).update(content);
  return sum.digest("hex").slice(0, 16);
}

function home(): string {
  if (!directory) throw new Error("The agent's shell files are not in lib/agent. Start Devpilot in its own folder.");
  return directory;
}

function hasShell(path: string | undefined): boolean {
  if (!path) return false;
  try {
    return readdirSync(path).includes("start.sh");
  } catch {
    return false;
  }
}
