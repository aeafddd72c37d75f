import type { Step, StepResult } from "#lib/runs/ledger.ts";
import type { Performed } from "#lib/runs/outcome.ts";

const gone: Record<Extract<Performed, { kind: "gone" }>["how"], string> = {
  rebooted: "The server restarted while this ran. Devpilot does not start it a second time: retry from here.",
  killed: "Something on the server killed it together with what watched it. Retry from here.",
  vanished: "The server lost it before it could start, or its files were removed. Retry from here.",
};

/** What the end of a step means, in words. */
export function judge(step: Step, performed: Performed): StepResult {
  if (performed.kind === "cancelled") return { status: "cancelled" };
  if (performed.kind === "gone") return { status: "failed", reason: gone[performed.how] };
  if (performed.kind === "refused" || performed.kind === "unreached") {
    return { status: "failed", reason: performed.reason };
  }
  if (performed.kind === "silent") {
    return { status: "failed", reason: `Lost contact: it may still run there (${performed.reason}).` };
  }
  const { code, facts } = performed;
  if (code === 0) return { status: "completed", exitCode: 0, facts };
  return { status: "failed", exitCode: code, reason: explain(step, performed), facts };
}

/**
 * A step of Devpilot's own says what went wrong, in a fact or in its last line; of a hook nobody knows which line
 * matters.
 */
function explain(step: Step, { code, reason, facts, lastLine }: Extract<Performed, { kind: "exit" }>): string {
  if (reason === "disk full") return "The disk of the server is full.";
  if (code === 124) return `Took longer than its limit of ${step.timeoutSeconds} s and was ended.`;
  const said = facts.reason ?? lastLine;
  if (!step.isHook && said && !step.input.script) return said;
  if (code === 137) return "Was killed (exit code 137), often because the server ran out of memory.";
  if (code === 127) return "A command was not found (exit code 127): see the log.";
  return `Exit code ${code}`;
}
