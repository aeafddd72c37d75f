import { startedProcesses } from "../started-with.ts";
import { rebuildMissing } from "./rebuild-missing.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

/** How long a release may take to answer on its port. */
const readySeconds = 120;

/** Starts the new release beside the live one, on a port of its own, and waits until it answers. */
export const startStep: StepDefinition = {
  order(job, step) {
    const { command = "", port = "", listen = "loopback", processes = "[]" } = step.input;
    return ownOrder(step, {
      ...places(job),
      COMMAND: command,
      PORT: port,
      LISTEN: listen,
      ENV: job.environment("run"),
      PROCESS: processRecords(processes),
      READY_PATH: readyPath(step.input),
      READY_SECONDS: String(readySeconds),
    });
  },
  rebuild: rebuildMissing,
};

/**
 * Where the health check leads to the app's own port, the new release is asked there before visitors are. Any answer
 * below 500 will do: what exactly is wanted of it is asked after the switch.
 */
function readyPath({ healthUrl, port }: Record<string, string>): string {
  const url = healthUrl ? URL.parse(healthUrl) : null;
  if (url?.protocol !== "http:" || url.port !== port || !loopback.has(url.hostname)) return "";
  return url.pathname + url.search;
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** As the agent takes them: `name=count=command`. */
function processRecords(text: string): string[] {
  return startedProcesses(text).map(({ name, count, command }) => `${name}=${count}=${command}`);
}
