import { Failure, type FailureDetails, type FailureKind } from "#lib/failure.ts";

/** Where making a connection stands; each is a line of the connection test. */
export type Stage = "resolve" | "connect" | "fingerprint" | "authenticate";

export type SshFailureCode =
  | "unknown_host"
  | "refused"
  | "unreachable"
  | "timed_out"
  | "not_ssh"
  | "no_common_algorithm"
  | "host_key_changed"
  | "authentication_refused"
  | "session_refused"
  | "lost"
  | "closing";

/** What stopped a connection, in words for people, with a code for programs. `unavailable` may pass by itself. */
export class SshFailure extends Failure {
  readonly code: SshFailureCode;

  constructor(kind: FailureKind, code: SshFailureCode, message: string, details: FailureDetails = {}) {
    super(kind, message, details);
    this.name = "SshFailure";
    this.code = code;
  }
}

/** A failure whose message belongs beside a field of the connect form. */
export function sshFailure(
  kind: FailureKind,
  code: SshFailureCode,
  field: "host" | "port" | "user" | "private_key" | "password",
  message: string,
  cause?: unknown,
): SshFailure {
  return new SshFailure(kind, code, message, { fields: { [field]: message }, cause });
}

export function timedOut(stage: Stage, place: string, milliseconds: number): SshFailure {
  const seconds = Math.round(milliseconds / 100) / 10;
  return sshFailure("unavailable", "timed_out", "host", `${place} ${silence[stage]} within ${seconds} s.`);
}

const silence: Record<Stage, string> = {
  resolve: "could not be looked up",
  connect: "did not answer: it may be off, or a firewall drops connections from here. Nothing came back",
  fingerprint: "accepted the connection but did not speak SSH",
  authenticate: "did not answer the sign-in",
};

/** Says an error of the socket or of the protocol in words; `said` is the error as the library put it. */
export function explain(said: Error, place: string): SshFailure {
  const code = "code" in said ? String(said.code) : "";
  const known = socketFaults[code] ?? protocolFaults.find(([pattern]) => pattern.test(said.message))?.[1];
  const [kind, name, field, words] = known ?? ["unavailable", "lost", "host", "closed the connection unexpectedly"];
  return sshFailure(kind, name, field, `${place} ${words}.`, said);
}

type Fault = readonly [FailureKind, SshFailureCode, "host" | "port", string];

const unreachable: Fault = [
  "unavailable",
  "unreachable",
  "host",
  "cannot be reached from here: there is no route to it",
];
const cut: Fault = ["unavailable", "lost", "host", "closed the connection before the sign-in was done"];
const notSsh: Fault = ["rejected", "not_ssh", "port", "answers, but not with SSH: is this the right port"];

const socketFaults: Record<string, Fault | undefined> = {
  ECONNREFUSED: ["unavailable", "refused", "port", "refused the connection: no SSH server listens on this port"],
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ETIMEDOUT: ["unavailable", "timed_out", "host", "did not answer"],
  ECONNRESET: cut,
  EPIPE: cut,
};

const protocolFaults: [RegExp, Fault][] = [
  [
    /no matching/i,
    ["rejected", "no_common_algorithm", "host", "speaks only outdated algorithms; update its SSH server"],
  ],
  [/identification|header|version|greeting|bad packet|packet length/i, notSsh],
  [/Connection lost before handshake|No response from server/, cut],
];

/** The server turned the sign-in down: says what was shown to it, what it would take, and what to do. */
export function authenticationRefused(
  to: { host: string; user: string },
  publicKey: string | null,
  offered: string[],
  partial: boolean,
): SshFailure {
  const field = publicKey === null ? "password" : "private_key";
  const takes = offered.length > 0 ? ` It takes: ${offered.join(", ")}.` : "";
  const words = `${to.host} ${refusal(to.user, publicKey, offered, partial)}${takes}`;
  return sshFailure("rejected", "authentication_refused", field, words);
}

function refusal(user: string, publicKey: string | null, offered: string[], partial: boolean): string {
  const shown = publicKey === null ? "password" : "key";
  if (partial) return `accepted this ${shown} for ${user} and asks for a second factor, which Devpilot cannot give.`;
  if (publicKey !== null) {
    if (!offered.includes("publickey")) return `takes no keys for ${user}: sign in with a password.`;
    return `refused this key for ${user}. Check the user name, and that ~/.ssh/authorized_keys there has the line “${publicKey}”.`;
  }
  const takesPasswords = offered.some((method) => method === "password" || method === "keyboard-interactive");
  return takesPasswords ? `refused this password for ${user}.` : `takes no passwords for ${user}: sign in with a key.`;
}
