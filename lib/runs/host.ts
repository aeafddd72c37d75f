import { header, type HeaderValues } from "#lib/agent/header.ts";
import { type AgentOutcome, runAgent } from "#lib/agent/run.ts";
import type { Answer, StepAnswer } from "#lib/agent/answer.ts";
import type { Verb } from "#lib/agent/commands.ts";
import { Failure } from "#lib/failure.ts";
import type { Connection } from "#lib/ssh/connection.ts";
import type { Hold } from "./hold.ts";
import { raiseFence } from "./lease.ts";
import type { LogSink } from "./log.ts";
import type { Order, StepEnd } from "./outcome.ts";

/** The server that a run works on, as the agent there answers. */
export interface Host {
  /** Starts a step detached, at most once, and follows it from its first byte. */
  start(stepId: string, order: Order, again: { isAgain: boolean }, log: LogSink, hold: Hold): Promise<StepEnd>;
  /** Follows a step from where the log stands. */
  follow(stepId: string, log: LogSink, hold: Hold): Promise<StepEnd>;
  /** Ends all that the step runs. True only when it is confirmed that nothing of it is left. */
  cancel(stepId: string, hold: Hold): Promise<boolean>;
}

interface Place {
  appId: string;
  runId: string;
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
}

/** A request that was never sent is told apart from one whose answer was lost. */
type Asked = AgentOutcome | { kind: "unreached"; reason: string };

/** Exit codes of the agent's verbs; see lib/agent/README.md. */
const fenced = 75;
const unknownStep = 79;

export function hostOf({ appId, runId, use }: Place): Host {
  const ask = async (verb: Verb, request: Buffer, hold: Hold, log?: LogSink, payload?: Buffer): Promise<Asked> => {
    try {
      return await use((connection) =>
        runAgent(connection, verb, request, {
          payload,
          onOutput: log && ((chunk) => log.write(chunk)),
          signal: hold.stopped,
          urgent: verb === "cancel",
        }),
      );
    } catch (error) {
      return unreachedOrThrow(error);
    }
  };

  return {
    async start(stepId, order, { isAgain }, log, hold) {
      const request = header(
        { APP: appId, RUN: runId, FENCE: String(hold.lease.fence), ...(isAgain && { AGAIN: "1" }) },
        [{ step: stepId, values: stepValues(order) }],
      );
      return endOf(await ask("start", request, hold, log, order.payload));
    },
    async follow(stepId, log, hold) {
      const request = header({ RUN: runId, STEP: stepId, OFFSET: String(log.received) });
      return endOf(await ask("follow", request, hold, log));
    },
    async cancel(stepId, hold) {
      const request = header({ APP: appId, RUN: runId, FENCE: String(hold.lease.fence), STEP: stepId });
      const outcome = await ask("cancel", request, hold);
      if (outcome.kind !== "answered") return false;
      const { code, fence, isGone } = outcome.answer;
      if (code === fenced && fence !== null) await raiseFence(hold.lease, fence);
      return isGone === true || code === unknownStep;
    },
  };
}

function stepValues({ kind, header, runAs, timeoutSeconds, payload }: Order): HeaderValues {
  return {
    KIND: kind,
    RUN_AS: runAs ?? "",
    TIMEOUT: String(timeoutSeconds),
    ...(payload && { PAYLOAD: String(payload.length) }),
    ...header,
  };
}

function endOf(outcome: Asked): StepEnd {
  if (outcome.kind !== "answered") return outcome;
  const { answer } = outcome;
  const [step] = answer.steps;
  if (step) return stepEnd(step);
  if (answer.code === unknownStep) return { kind: "unknown" };
  if (answer.code === fenced && answer.fence !== null) return { kind: "fenced", fence: answer.fence };
  return { kind: "refused", reason: refusal(answer) };
}

function stepEnd({ exit, lost, reason, facts }: StepAnswer): StepEnd {
  if (exit !== null) return { kind: "exit", code: exit, reason, facts };
  return { kind: "gone", how: lost ?? "vanished" };
}

function refusal({ reason, code }: Answer): string {
  return reason ?? `The agent on the server could not do it (exit code ${code}).`;
}

/** What may pass by itself is tried again; what needs a person (a changed host key, a refused login) ends the run. */
function unreachedOrThrow(error: unknown): Asked {
  if (error instanceof Failure && error.kind === "unavailable") return { kind: "unreached", reason: error.message };
  throw error;
}
