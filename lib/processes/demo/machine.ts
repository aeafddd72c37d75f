import { generateKeyPairSync } from "node:crypto";
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { commands } from "#lib/agent/commands.ts";
import { connect, type Endpoint } from "#lib/ssh/connection.ts";
import type { HostKey } from "#lib/ssh/host-keys.ts";
import { makeKeyPair } from "#lib/ssh/keys.ts";
import { encodeEd25519 } from "#lib/ssh/openssh.ts";
import { Failure } from "#lib/failure.ts";
import { freePort } from "../free-port.ts";
import { startSshServer } from "./ssh-server.ts";
import { hasSshd, runSshd, sshdConfig } from "./sshd-process.ts";

/** A server to deploy to: this machine, by SSH on loopback, with a home directory of its own. */
export interface Machine {
  kind: "sshd" | "built-in SSH server";
  endpoint: Endpoint;
  hostKey: HostKey;
  /** Holds everything of this server; gone when it stops. */
  home: string;
  authorize(publicKey: string): void;
  stop(): void;
}

/** A real sshd where one works, else the built-in server. */
export async function startMachine(kinds: Machine["kind"][] = usualKinds): Promise<Machine> {
  for (const kind of kinds) {
    const machine = await start(kind);
    if (await works(machine)) return machine;
    machine.stop();
  }
  throw new Failure("unavailable", "No SSH server works on this machine: the demo needs bash, and a free port.");
}

/** What `start` makes in the temporary directory begins with this. */
export const homePrefix = "devpilot-demo-";

const usualKinds: Machine["kind"][] = hasSshd ? ["sshd", "built-in SSH server"] : ["built-in SSH server"];

async function start(kind: Machine["kind"]): Promise<Machine> {
  // Devpilot refuses project paths inside its own data directory, so the server's files can't lie there.
  const home = realpathSync(mkdtempSync(join(tmpdir(), homePrefix)));
  const { blob, pem } = encodeEd25519(generateKeyPairSync("ed25519").privateKey, "");
  const plan = {
    home,
    pem,
    port: await freePort(),
    authorizedKeys: join(home, ".ssh/authorized_keys"),
    user: userName(),
  };
  mkdirSync(join(home, ".ssh"), { mode: 0o700 });
  writeFileSync(plan.authorizedKeys, "", { mode: 0o600 });
  const server = await starters[kind](plan).catch(() => undefined);
  return {
    kind,
    endpoint: { host: "127.0.0.1", port: plan.port, user: plan.user },
    hostKey: { type: "ssh-ed25519", key: blob.toString("base64") },
    home,
    authorize: (publicKey) => appendFileSync(plan.authorizedKeys, `${publicKey}\n`),
    stop() {
      server?.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Plan {
  home: string;
  pem: string;
  port: number;
  authorizedKeys: string;
  user: string;
}

const starters: Record<Machine["kind"], (plan: Plan) => Promise<{ stop(): void }>> = {
  async sshd({ home, pem, port, authorizedKeys }) {
    const hostKey = join(home, ".ssh/host_key");
    writeFileSync(hostKey, pem, { mode: 0o600 });
    const config = sshdConfig({ port, hostKeys: [hostKey], authorizedKeys, home });
    const daemon = await runSshd(join(home, ".ssh"), port, config);
    return { stop: () => void daemon.kill() };
  },
  "built-in SSH server": ({ home, pem, port, authorizedKeys, user }) =>
    startSshServer({ home, hostKey: pem, port, authorizedKeys, user }),
};

/** An sshd may start and still let nobody in: a locked account, a login shell that is none. */
async function works({ endpoint, hostKey, home, authorize }: Machine): Promise<boolean> {
  const probe = makeKeyPair();
  authorize(probe.publicKey);
  try {
    const login = { kind: "key" as const, privateKey: probe.privateKey };
    const connection = await connect(endpoint, login, { hostKey, connectTimeoutMs: 10_000 });
    const outcome = await connection.exec(commands.install, { stdin: Buffer.from("exit 0\n") });
    connection.end();
    return outcome.kind === "exit" && outcome.code === 0;
  } catch {
    return false;
  } finally {
    truncateSync(join(home, ".ssh/authorized_keys"));
  }
}

/** sshd wants the real one; where it has none that Devpilot takes, any will do for the built-in server. */
function userName(): string {
  try {
    const { username } = userInfo();
    return /^[a-z_][a-z0-9_-]{0,31}$/.test(username) ? username : "demo";
  } catch {
    return "demo";
  }
}
