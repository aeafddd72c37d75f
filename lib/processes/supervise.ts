import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { environmentWith } from "#lib/env.ts";
import { Failure } from "../failure.ts";
import { log } from "./log.ts";

const KILL_AFTER_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
const MOST_DEATHS = 5;
const DEATHS_WITHIN_MS = 60_000;

/**
 * A small nursery: memory counts for more here than the pace of collecting. Web has some more, for bursts of webhooks;
 * set-up.mjs gives the same to processes that are started alone.
 */
export function nodeFlags(name: string): string[] {
  return [`--max-semi-space-size=${name === "web" ? 8 : 2}`];
}

export interface Supervised {
  /** Settles when the process has said that it is ready for the first time. */
  ready: Promise<void>;
  /** Asks it to end and waits; after ten seconds it is killed. */
  stop(): Promise<void>;
}

/** Keeps one process alive: starts it again when it ends, ever later; five deaths within a minute end in `giveUp`. */
export function supervise(name: string, giveUp: (reason: unknown) => void): Supervised {
  let child: ChildProcess | undefined;
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();

  const keepAlive = async () => {
    for (const deaths: number[] = []; !stopping.signal.aborted;) {
      child = spawn(process.execPath, [...nodeFlags(name), `lib/processes/${name}.ts`], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        // Ctrl-C in a terminal is for us, who end them in order; when we are gone the channel tells them.
        detached: true,
        env: environmentWith({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
      });
      child.on("message", (message) => message === "ready" && ready.resolve());
      const how = await death(child);
      if (stopping.signal.aborted) return;
      deaths.push(Date.now());
      const recent = deaths.filter((at) => at > Date.now() - DEATHS_WITHIN_MS).length;
      if (recent >= MOST_DEATHS) return giveUp(hopeless(name, how));
      const pause = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** recent);
      log("start", `${name} ended (${how}) and is started again in ${pause / 1000} s.`);
      await sleep(pause, undefined, stopping).catch(() => undefined);
    }
  };

  const over = keepAlive();
  return {
    ready: ready.promise,
    stop: async () => {
      stopping.abort();
      child?.kill("SIGTERM");
      const impatience = setTimeout(() => child?.kill("SIGKILL"), KILL_AFTER_MS);
      await over;
      clearTimeout(impatience);
    },
  };
}

function death(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

function hopeless(name: string, how: string): Failure {
  return new Failure(
    "unavailable",
    `${name} ended ${MOST_DEATHS} times within a minute (${how}): its last words are above.`,
  );
}
