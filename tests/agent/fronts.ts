import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The two that an app's server may run, with the arguments that their units give them. */
export const fronts = [
  { name: "front.mjs", command: ["node"] },
  { name: "front.py", command: ["python3", "-E", "-s", "-B"] },
] as const;

export const whyNoFronts =
  spawnSync("python3", ["--version"]).status === 0 ? null : "the socket that fronts share is held by Python";

/** Holds a socket as systemd does: with each line that it reads it starts a front, which gets the socket as fd 3. */
const holder = `
import os, socket, subprocess, sys
held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
held.bind(("127.0.0.1", 0)); held.listen(512)
print(held.getsockname()[1], flush=True)
os.dup2(held.fileno(), 3)
for line in sys.stdin:
    print(subprocess.Popen(sys.argv[1:], pass_fds=[3], stdin=subprocess.DEVNULL, stdout=sys.stderr).pid, flush=True)
`;

/** An app's service as its front sees it: `project/current`, and for each release the port of its instance. */
export async function startFront({ name, command }: (typeof fronts)[number]) {
  const directory = mkdtempSync(join(tmpdir(), "front-"));
  mkdirSync(join(directory, "project"));
  const file = resolve("lib/agent/front", name);
  const held = spawn("python3", ["-c", holder, ...command, file, directory], { stdio: ["pipe", "pipe", "pipe"] });
  const said: string[] = [];
  held.stderr.on("data", (chunk: Buffer) => said.push(String(chunk)));
  const lines = createInterface(held.stdout)[Symbol.asyncIterator]();
  const nextNumber = async () => Number((await lines.next()).value);
  const port = await nextNumber();
  const start = () => {
    held.stdin.write("\n");
    return nextNumber();
  };
  const instances: Server[] = [];
  let pid = await start();
  return {
    port,
    /** What it printed: nothing, when all is well. */
    said,
    pid: () => pid,
    /** Another instance, on a port of its own; live when it is released. */
    async instance(release: number, listener: RequestListener) {
      const server = createServer(listener);
      instances.push(server);
      await once(server.listen(0, "127.0.0.1"), "listening");
      tell(directory, release, (server.address() as AddressInfo).port);
      return server;
    },
    /** The port that a release's instance is said to have. */
    tell: (release: number, instancePort: number) => tell(directory, release, instancePort),
    release(release: number) {
      symlinkSync(`deployments/${release}`, join(directory, "project/new"));
      renameSync(join(directory, "project/new"), join(directory, "project/current"));
    },
    /** As systemd does it: the old one is told to end, and the next one starts when it has. */
    async restart() {
      process.kill(pid, "SIGTERM");
      while (isRunning(pid)) await new Promise((go) => setTimeout(go, 10));
      pid = await start();
    },
    stop() {
      if (isRunning(pid)) process.kill(pid, "SIGKILL");
      held.kill("SIGKILL");
      for (const one of instances) one.close().closeAllConnections();
      rmSync(directory, { recursive: true });
    },
  };
}

export type Front = Awaited<ReturnType<typeof startFront>>;

function tell(directory: string, release: number, port: number): void {
  const at = join(directory, "releases", String(release));
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "port"), `${port}\n`);
}

/** A child of the holder that has ended stays as a zombie until the next one is started. */
function isRunning(pid: number): boolean {
  return !/^\S+ \([^)]*\) Z|^$/.test(spawnSync("cat", [`/proc/${pid}/stat`], { encoding: "utf8" }).stdout);
}
