import type { Secret } from "#lib/secrets/secret.ts";

/** What the agent is asked to run, as data; see lib/agent/README.md. */
export interface Order {
  kind: string;
  /** Records of the header: a list repeats its key. */
  header: Record<string, string | Secret | readonly (string | Secret)[]>;
  /** Bytes after the header, for a file that is synced. */
  payload?: Buffer;
  runAs: string | null;
  timeoutSeconds: number;
  /** A switch of the live release is left to finish: it takes no time, and half of it would be worse. */
  isCancellable: boolean;
  /** Devpilot's own steps may be started again after a lost one. A hook never is. */
  isRepeatable: boolean;
}

export type Facts = Record<string, string>;

/** How one look at a step on its host ended. */
export type StepEnd =
  | { kind: "exit"; code: number; reason: string | null; facts: Facts; lastLine?: string }
  /** The host will never say how it ended. */
  | { kind: "gone"; how: "rebooted" | "killed" | "vanished" }
  /** The host has no such step. */
  | { kind: "unknown" }
  /** The host remembers a newer fence. */
  | { kind: "fenced"; fence: number }
  /** The host refused the request itself, in its words. */
  | { kind: "refused"; reason: string }
  /** No connection could be made, so nothing was asked. */
  | { kind: "unreached"; reason: string }
  /** The connection went. The step may still run. */
  | { kind: "lost"; reason: string };

/** How a step ended for good. */
export type Performed =
  | Extract<StepEnd, { kind: "exit" | "gone" | "refused" | "unreached" }>
  | { kind: "cancelled" }
  /** The host has been silent for too long past a cancel or a time-out. */
  | { kind: "silent"; reason: string };
