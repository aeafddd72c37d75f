import { execFile, execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { Secret } from "#lib/secrets/secret.ts";
import type { Endpoint, Login } from "#lib/ssh/connection.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";

import { later } from "./later.ts";
import { isRoot } from "./users.ts";

const run = promisify(execFile);
const script = resolve(process.env.DEVPILOT_SHARED ?? "../shared", "peers/host.sh");

/** What a server is booted from, each with the Debian packages that it has besides. */
const images = {
  host: "",
  "host-runtimes": "nodejs npm python3 python3-venv php-cli php-fpm nginx",
} as const;
export type Image = keyof typeof images;

/** Why no real servers can be booted here, in a line for the test report, or null when they can. */
export const whyNoHosts: string | null = whyNot("host");
/** The same for servers with Node, Python, PHP and nginx. */
export const whyNoRuntimes: string | null = whyNot("host-runtimes");

function whyNot(image: Image): string | null {
  if (!isRoot) return "real servers need root";
  if (!existsSync(script)) return `real servers need ${script}`;
  if (existsSync(join(directoryOf(image), "done"))) return null;
  return `real servers need the image: run ${script} image ${directoryOf(image)} ${images[image]}`.trim();
}

function directoryOf(image: Image): string {
  return join(homedir(), ".cache/devpilot-peers", image);
}

export type Host = Awaited<ReturnType<typeof bootHost>>;

/** Boots a real Debian server in a network namespace of its own; gone with the test file. */
export async function bootHost(label: string, user: "deploy" | "root" = "deploy", image: Image = "host") {
  const problem = whyNot(image);
  if (problem) throw new Error(problem);
  const directory = mkdtempSync(join(tmpdir(), "host-"));
  const { publicKey, privateKey } = makeKeyPair();
  writeFileSync(join(directory, "key.pub"), `${publicKey}\n`);
  const { name, address } = await bootAnywhere(label, join(directory, "key.pub"), image);
  later(() => run(script, ["stop", name]));
  const login: Login = { kind: "key", privateKey: Secret.of(privateKey.reveal()) };
  const endpoint: Endpoint = { host: address, port: 22, user };
  return {
    name,
    ...endpoint,
    endpoint,
    login,
    publicKey,
    privateKey: privateKey.reveal(),
    /** The server's disk, seen from here. */
    root: `/run/devpilot-hosts/${name}/root`,
    home: user === "root" ? "/root" : `/home/${user}`,
    /** This machine, as the server sees it. */
    gateway: gatewayOf(name),
    /** A power cut and a boot; the disk is kept. */
    reboot: async () => void (await run(script, ["reboot", name])),
    stop: async () => {
      await run(script, ["stop", name]);
      rmSync(directory, { recursive: true, force: true });
    },
    /** The network goes dark: nothing is refused, nothing answers. */
    cut: () => ip("-n", `dp-${name}`, "link", "set", "eth0", "down"),
    heal: () => {
      ip("-n", `dp-${name}`, "link", "set", "eth0", "up");
      ip("-n", `dp-${name}`, "route", "replace", "default", "via", gatewayOf(name));
    },
  };
}

/** Addresses and links may be taken by a host that a run which was killed has left: then another is tried. */
async function bootAnywhere(
  label: string,
  key: string,
  image: Image,
  triesLeft = 8,
): Promise<{ name: string; address: string }> {
  const address = `10.${200 + randomInt(8)}.${1 + randomInt(250)}.${2 + randomInt(250)}`;
  const name = `${label}-${process.pid}-${randomInt(1_000_000)}`;
  try {
    await run(script, ["boot", name, address, key, directoryOf(image)]);
    return { name, address };
  } catch (error) {
    await run(script, ["stop", name]);
    if (triesLeft === 0) throw error;
    return bootAnywhere(label, key, image, triesLeft - 1);
  }
}

/** This machine's end of a host's link. It stays up under `cut`, or packets to the host would leave by another way. */
function gatewayOf(name: string): string {
  return /inet ([\d.]+)/.exec(ip("-4", "addr", "show", "dev", linkOf(name)))?.[1] ?? "";
}

/** The script names a host's link after the POSIX checksum of the host's name. */
function linkOf(name: string): string {
  const sum = Number(execFileSync("cksum", { input: name, encoding: "utf8" }).split(" ")[0]);
  return `dpv${sum % 100_000}`;
}

function ip(...args: string[]): string {
  return execFileSync("ip", args, { encoding: "utf8" });
}
