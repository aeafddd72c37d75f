import { type AddressInfo, createServer, type Server as TcpServer, type Socket } from "node:net";

import { generateKeyPairSync } from "node:crypto";
import ssh2, { type Connection as Peer, type ServerChannel, type Session } from "ssh2";

import { Secret } from "#lib/secrets/secret.ts";
import type { Endpoint, Login } from "#lib/ssh/connection.ts";
import { type HostKey, hostKeyFromWire } from "#lib/ssh/host-keys.ts";
import { encodeEd25519 } from "#lib/ssh/openssh.ts";

/** What the server does when a command is to run; `cut` drops the connection, as a cable that is pulled. */
export type Behaviour = (channel: ServerChannel, cut: () => void, command: string) => void;

export type ChaosOptions = {
  run?: Behaviour;
  /** Turns so many sessions down before a command is named. */
  refuseSessions?: number;
  /** Falls silent after the sign-in. */
  blackHole?: boolean;
  /** Sign-in methods that are let through; public keys by default. */
  accept?: (method: string) => boolean;
  offer?: ("publickey" | "password" | "keyboard-interactive")[];
  hostKey?: string;
};

/** The ways in which a command can end badly or oddly, for `run`. */
export const misbehaviour = {
  echo: (channel) => {
    channel.pipe(channel, { end: false });
    channel.on("end", () => end(channel, 0));
  },
  cutMidCommand: (channel, cut) => channel.write("half of the out", () => setTimeout(cut, 20)),
  cutAfterExitStatus: (channel, cut) => {
    channel.write("some");
    channel.exit(0);
    setTimeout(cut, 20);
  },
  noExitStatus: (channel) => channel.end("done, I say\n"),
  exitBySignal: (channel) => {
    channel.exit("KILL", false, "");
    channel.end();
  },
  silent: () => {},
} satisfies Record<string, Behaviour>;

function end(channel: ServerChannel, code: number) {
  channel.exit(code);
  channel.end();
}

/** An SSH server that misbehaves as told: an `ssh2` server on a loopback port. */
export async function startChaos(options: ChaosOptions = {}) {
  const hostKey = options.hostKey ?? makeHostKey();
  const sockets = new Set<Socket>();
  let opened = 0;
  const cutConnections = () => sockets.forEach((socket) => socket.destroy());
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (peer) => serve(peer, options, cutConnections));
  const door = createServer((socket) => {
    opened += 1;
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    server.injectSocket(socket);
  });
  const port = await listen(door);
  return {
    endpoint: { host: "127.0.0.1", port, user: "anna" } satisfies Endpoint,
    login: { kind: "password", password: Secret.of("correct horse") } satisfies Login,
    hostKey: publicPart(hostKey),
    /** How many connections were made so far. */
    opened: () => opened,
    cutConnections,
    stop: () => {
      cutConnections();
      door.close();
    },
  };
}

/** A TCP port that answers with bytes of your choice, whoever connects; without any it only listens. */
export async function startBanner(bytes?: string | Buffer) {
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    if (bytes !== undefined) socket.write(bytes);
  });
  const endpoint: Endpoint = { host: "127.0.0.1", port: await listen(door), user: "anna" };
  const stop = () => {
    sockets.forEach((socket) => socket.destroy());
    door.close();
  };
  return { endpoint, stop };
}

export function makeHostKey(): string {
  return encodeEd25519(generateKeyPairSync("ed25519").privateKey, "").pem;
}

export function publicPart(pem: string): HostKey {
  const key = ssh2.utils.parseKey(pem);
  if (key instanceof Error) throw key;
  return hostKeyFromWire(key.getPublicSSH());
}

function serve(peer: Peer, options: ChaosOptions, cut: () => void) {
  let refusals = options.refuseSessions ?? 0;
  peer.on("error", () => {});
  peer.on("authentication", (attempt) => {
    const accept = options.accept ?? (() => true);
    if (accept(attempt.method)) attempt.accept();
    else attempt.reject(options.offer ?? ["publickey", "password"]);
  });
  peer.on("session", (accept, reject) => {
    if (refusals-- > 0) return reject();
    if (!options.blackHole) listenTo(accept(), options, cut);
  });
}

function listenTo(session: Session, options: ChaosOptions, cut: () => void) {
  session.on("exec", (accept, _reject, { command }) => {
    const channel = accept();
    channel.on("error", () => {});
    (options.run ?? misbehaviour.echo)(channel, cut, command);
  });
}

async function listen(door: TcpServer): Promise<number> {
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return (door.address() as AddressInfo).port;
}
