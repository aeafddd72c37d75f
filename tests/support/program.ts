import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";

export interface Program {
  pid: number;
  /** All it has said so far, on both streams. */
  said(): string;
  /** Resolves when it has said this, and fails with what it said instead when it ends or takes too long. */
  says(text: string | RegExp, timeoutMs?: number): Promise<string>;
  /** Its exit code. */
  ends(): Promise<number | null>;
  kill(signal?: NodeJS.Signals): void;
}

interface Options {
  cwd?: string;
  environment?: Record<string, string>;
  input?: string;
}

/** Runs one of our programs with this Node, with nothing of the test run's own settings. Killed when the test is over. */
export function runProgram(file: string, args: string[] = [], options: Options = {}): Program {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", NODE_ENV: "production", ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(options.input ?? "");
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  const output = () => Buffer.concat(said).toString();
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await Promise.race([ended, sleep(15_000)]);
    child.kill("SIGKILL");
  });
  return {
    pid: child.pid ?? 0,
    said: output,
    says: (text, timeoutMs = 120_000) => waitFor(child, output, text, timeoutMs),
    ends: () => ended,
    kill: (signal = "SIGTERM") => void child.kill(signal),
  };
}

async function waitFor(child: ChildProcess, output: () => string, text: string | RegExp, timeoutMs: number) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(25)) {
    const found = typeof text === "string" ? output().includes(text) && [text] : output().match(text);
    if (found) return found[1] ?? found[0] ?? "";
    if (child.exitCode !== null || child.signalCode !== null) break;
  }
  throw new Error(`Waited for ${String(text)}, and it said:\n${output()}`);
}
