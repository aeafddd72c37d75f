import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import ssh2, {
  type AuthContext,
  type Connection as Peer,
  type PublicKeyAuthContext,
  type ServerChannel,
  type Session,
} from "ssh2";
import { environmentWith } from "#lib/env.ts";

export interface SshServerPlan {
  port: number;
  /** An OpenSSH private key. */
  hostKey: string;
  /** Read at each sign-in. */
  authorizedKeys: string;
  user: string;
  home: string;
}

/**
 * An SSH server inside this process, for a machine without sshd: whoever has an authorized key runs commands, by bash,
 * as the user of this process. On loopback only. It has no terminals, no files by SFTP and no forwarding.
 */
export async function startSshServer(plan: SshServerPlan): Promise<{ stop(): void }> {
  const peers = new Set<Peer>();
  const server = new ssh2.Server({ hostKeys: [plan.hostKey] }, (peer) => {
    peers.add(peer.on("close", () => peers.delete(peer)));
    // A client that goes away is no fault of ours, and an unheard error ends the process.
    peer.on("error", () => undefined);
    peer.on("authentication", (attempt) => {
      if (isAuthorized(attempt, plan)) attempt.accept();
      else attempt.reject(["publickey"]);
    });
    peer.on("session", (accept) => serveSession(accept(), plan));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(plan.port, "127.0.0.1", () => resolve());
  });
  return {
    stop() {
      for (const peer of peers) peer.end();
      server.close();
    },
  };
}

/** First a client asks whether a key would do; then it signs with it. */
function isAuthorized(attempt: AuthContext, { authorizedKeys, user }: SshServerPlan): boolean {
  if (attempt.method !== "publickey" || attempt.username !== user) return false;
  const known = readFileSync(authorizedKeys, "utf8").split("\n");
  const line = known.find((one) => one.split(" ")[1] === attempt.key.data.toString("base64"));
  return line !== undefined && (attempt.signature === undefined || isSigned(attempt, line));
}

function isSigned({ blob, signature, hashAlgo }: PublicKeyAuthContext, line: string): boolean {
  const key = ssh2.utils.parseKey(line);
  return !(key instanceof Error) && !!blob && !!signature && key.verify(blob, signature, hashAlgo) === true;
}

function serveSession(session: Session, plan: SshServerPlan): void {
  session.on("exec", (accept, _reject, { command }) => runCommand(accept(), command, plan));
}

function runCommand(channel: ServerChannel, command: string, { user, home }: SshServerPlan): void {
  const { PATH } = environmentWith({});
  const names = { USER: user, LOGNAME: user, NODE_ENV: "production" as const };
  const env = { PATH, HOME: home, SHELL: "/bin/bash", LANG: "C.UTF-8", ...names };
  // A session of its own: Ctrl-C in the terminal of the demo is not for it.
  const child = spawn("bash", ["-c", command], { cwd: home, env, detached: true });
  for (const stream of [channel, channel.stderr, child.stdin]) stream.on("error", () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  // As with sshd: what loses its connection loses its output, and may run on.
  channel.on("close", () => [child.stdin, child.stdout, child.stderr].forEach((stream) => stream.destroy()));
  child.on("error", () => finish(channel, 127, null));
  child.on("close", (code, signal) => finish(channel, code, signal));
}

function finish(channel: ServerChannel, code: number | null, signal: NodeJS.Signals | null): void {
  if (code === null) channel.exit((signal ?? "SIGKILL").slice(3), false, "");
  else channel.exit(code);
  channel.end();
}
