import { randomBytes } from "node:crypto";
import type { Connection } from "#lib/ssh/connection.ts";
import type { Outcome } from "#lib/ssh/outcome.ts";
import { type Answer, Controls } from "./answer.ts";
import { commands, type Verb } from "./commands.ts";
import { install } from "./install.ts";
import { MarkedOutput } from "./marks.ts";
import { version } from "./version.ts";

export interface AgentOptions {
  /** Bytes after the header, for the kinds that take them. */
  payload?: Uint8Array;
  /** Output as it comes. `step` counts from 0: the section of a `start` that it belongs to. */
  onOutput?(chunk: Buffer, step: number): void | Promise<void>;
  /** Stops following. What was started on the server goes on. */
  signal?: AbortSignal;
  /** May take the place that the connection keeps free for cancelling. */
  urgent?: boolean;
}

/** `lost`: we do not know whether the request arrived or what became of it; following tells. */
export type AgentOutcome = { kind: "answered"; answer: Answer } | { kind: "lost"; reason: string };

const wrongVersion = 78;
const missing = 127;

/**
 * Asks the server's agent for a verb; lib/agent/README.md says what each takes and answers. `header` is made by `header()`.
 * Where the agent is missing, damaged or of another version it is installed first, and the verb asked once more; a Failure
 * when that does not help.
 */
export async function runAgent(
  connection: Connection,
  verb: Verb,
  header: Buffer,
  options: AgentOptions = {},
): Promise<AgentOutcome> {
  const first = await ask(connection, verb, header, options);
  if (!first.needsInstall) return first.outcome;
  await install(connection);
  return (await ask(connection, verb, header, options)).outcome;
}

async function ask(connection: Connection, verb: Verb, header: Buffer, options: AgentOptions) {
  const mark = randomBytes(12).toString("hex");
  const output = new MarkedOutput(mark, options.onOutput);
  const controls = new Controls();
  const outcome = await connection.exec(commands[verb], {
    stdin: Buffer.concat([preamble(mark, header), header, options.payload ?? nothing]),
    onStdout: (chunk) => output.write(chunk),
    onStderr: (chunk) => controls.write(chunk),
    signal: options.signal,
    urgent: options.urgent,
  });
  await output.end();
  return { needsInstall: needsInstall(outcome, output.begun), outcome: inWords(outcome, controls) };
}

const nothing = Buffer.alloc(0);

function preamble(mark: string, header: Buffer): Buffer {
  return Buffer.from(`AGENT=${version()}\0MARK=${mark}\0SIZE=${header.byteLength}\0`);
}

/** A script that a power cut has emptied ends well and says nothing. */
function needsInstall(outcome: Outcome, begun: boolean): boolean {
  if (outcome.kind !== "exit" || begun) return false;
  return outcome.code === wrongVersion || outcome.code === missing || outcome.code === 0;
}

function inWords(outcome: Outcome, controls: Controls): AgentOutcome {
  if (outcome.kind === "lost") return outcome;
  if (outcome.kind === "signal") return { kind: "lost", reason: `The agent was ended by ${outcome.signal}.` };
  return { kind: "answered", answer: controls.answer(outcome.code) };
}
