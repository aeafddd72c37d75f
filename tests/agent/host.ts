import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StepAnswer } from "#lib/agent/answer.ts";
import type { Verb } from "#lib/agent/commands.ts";
import { header, type HeaderValues, type Section } from "#lib/agent/header.ts";
import { type AgentOptions, runAgent } from "#lib/agent/run.ts";
import type { Connection, ExecOptions } from "#lib/ssh/connection.ts";
import type { Outcome } from "#lib/ssh/outcome.ts";

/** A home directory with a real bash and the real agent in it; only the wire is left out. */
export interface Host {
  home: string;
  project: string;
  connection: Connection;
  ask(verb: Verb, values: HeaderValues, options?: AskOptions): Promise<Said>;
  start(step: string, values: HeaderValues, options?: AgentOptions): Promise<Said>;
  /** Starts a step that has said something: resolves then, and `ended` when the step has. */
  begin(step: string, values: HeaderValues): Promise<{ ended: Promise<Said> }>;
  file(...path: string[]): string;
  remove(): Promise<void>;
}

export interface AskOptions extends AgentOptions {
  sections?: Section[];
  /** False for output that is too long to be kept in memory. */
  isKept?: boolean;
}

export interface Said {
  code: number;
  output: Buffer[];
  text: string;
  step: StepAnswer | undefined;
  answer: Extract<Awaited<ReturnType<typeof runAgent>>, { kind: "answered" }>["answer"];
}

export async function makeHost(environment: Record<string, string> = {}): Promise<Host> {
  const home = await mkdtemp(join(tmpdir(), "devpilot-agent-"));
  const project = join(home, "srv", "shop");
  await mkdir(join(home, "srv"));
  const connection = connectLocally(home, environment);
  const ask: Host["ask"] = async (verb, values, { sections, isKept = true, ...options } = {}) => {
    const output: Buffer[] = [];
    const keep = async (chunk: Buffer, step: number) => {
      if (isKept) output[step] = Buffer.concat([output[step] ?? Buffer.alloc(0), chunk]);
      await options.onOutput?.(chunk, step);
    };
    const outcome = await runAgent(connection, verb, header(values, sections), { ...options, onOutput: keep });
    if (outcome.kind === "lost") throw new Error(outcome.reason);
    const { answer } = outcome;
    const text = output.map(String).join("");
    return { code: answer.code, output, text, step: answer.steps[0], answer };
  };
  const start: Host["start"] = (step, values, options) => {
    const shared = { APP: "app", RUN: "run", FENCE: "1", PROJECT: project };
    return ask("start", { ...shared, ...values }, { ...options, sections: [{ step, values: {} }] });
  };
  return {
    home,
    project,
    connection,
    ask,
    start,
    begin: async (step, values) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const ended = start(step, values, { onOutput: () => resolve() });
      ended.then(() => reject(new Error("The step said nothing.")), reject);
      await promise;
      return { ended };
    },
    file: (...path) => join(home, ...path),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

export const newRun = () => randomUUID();

function connectLocally(home: string, environment: Record<string, string>): Connection {
  return {
    hostKey: { type: "ssh-ed25519", key: "" },
    closed: false,
    exec: (command, options = {}) => runLocally(command, options, home, environment),
    drain: async () => {},
    end: () => {},
    onClose: () => {},
  };
}

async function runLocally(command: string, options: ExecOptions, home: string, extra: Record<string, string>) {
  const env = { PATH: process.env.PATH, HOME: home, USER: "root", SHELL: "/bin/bash", NODE_ENV: "test" as const };
  const child = spawn("bash", ["-c", command], { cwd: home, env: { ...env, ...extra }, signal: options.signal });
  child.stdin.on("error", () => {});
  if (options.stdin instanceof Uint8Array) child.stdin.end(options.stdin);
  const ended = new Promise<Outcome>((resolve) => {
    child.on("error", (error) => resolve({ kind: "lost", reason: error.message }));
    child.on("close", (code, signal) =>
      resolve(code === null ? { kind: "signal", signal: String(signal) } : { kind: "exit", code }),
    );
  });
  const read = async (stream: AsyncIterable<Buffer>, consume: ExecOptions["onStdout"]) => {
    for await (const chunk of stream) await consume?.(chunk);
  };
  await Promise.all([read(child.stdout, options.onStdout), read(child.stderr, options.onStderr)]).catch(() => {});
  return ended;
}
