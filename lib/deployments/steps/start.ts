import { z } from "zod";
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
      READY_PATH: "",
      READY_SECONDS: String(readySeconds),
    });
  },
  rebuild: rebuildMissing,
};

const frozen = z.array(z.object({ name: z.string(), count: z.number(), command: z.string() }));

/** As the agent takes them: `name=count=command`. */
function processRecords(text: string): string[] {
  return frozen.parse(JSON.parse(text)).map(({ name, count, command }) => `${name}=${count}=${command}`);
}
