/** How a step stands, as its host tells. */
export interface StepAnswer {
  step: string;
  /** The exit code, or null when the host will never know one: then `lost` says why. */
  exit: number | null;
  lost: "rebooted" | "killed" | "vanished" | null;
  /** How many bytes of output there are in all. */
  size: number;
  /** More about the end: "disk full", "timeout", "cancelled", "fenced". */
  reason: string | null;
  facts: Record<string, string>;
}

export interface Answer {
  /** The exit code of the verb itself, not of a step; see lib/agent/README.md. */
  code: number;
  reason: string | null;
  /** The fence that the host remembers, from `fence` and whenever the request was refused as older. */
  fence: number | null;
  /** `start`: whether this request started the step. Otherwise somebody else's was followed. */
  isClaimed: boolean | null;
  /** `cancel`: whether everything is confirmed to have ended. */
  isGone: boolean | null;
  steps: StepAnswer[];
  /** Steps that were not started: an earlier one failed. */
  skipped: string[];
}

const longest = 4 * 1024 * 1024;

/** Reads the agent's control records, `key=value` lines on stderr, among which other programs may have written. */
export class Controls {
  #text = "";

  write(chunk: Buffer): void {
    if (this.#text.length < longest) this.#text += chunk.toString("latin1");
  }

  answer(code: number): Answer {
    const answer: Answer = { ...blank(), code };
    for (const line of this.#text.split("\n")) {
      const at = line.indexOf("=");
      readers.get(line.slice(0, Math.max(at, 0)))?.(answer, Buffer.from(line.slice(at + 1), "latin1").toString());
    }
    return answer;
  }
}

const blank = () => ({ reason: null, fence: null, isClaimed: null, isGone: null, steps: [], skipped: [] });

const readers = new Map<string, (answer: Answer, value: string) => void>(
  Object.entries({
    fence: (answer, value) => (answer.fence = Number(value)),
    claimed: (answer, value) => (answer.isClaimed = value === "yes"),
    gone: (answer, value) => (answer.isGone = value === "yes"),
    skipped: (answer, value) => answer.skipped.push(value),
    step: ({ steps }, step) => steps.push({ step, exit: null, lost: null, size: 0, reason: null, facts: {} }),
    exit: (answer, value) => onStep(answer, { exit: Number(value) }),
    lost: (answer, value) => isLoss(value) && onStep(answer, { lost: value }),
    size: (answer, value) => onStep(answer, { size: Number(value) }),
    fact: (answer, value) => learn(answer, value),
    fact64: (answer, value) => learn(answer, Buffer.from(value, "base64").toString()),
    reason: (answer, reason) => (answer.steps.length > 0 ? onStep(answer, { reason }) : (answer.reason = reason)),
  }),
);

function onStep(answer: Answer, known: Partial<StepAnswer>): void {
  Object.assign(answer.steps.at(-1) ?? {}, known);
}

/** A step that says its own reason says it better, unless somebody else ended it. */
function learn({ steps }: Answer, fact: string): void {
  const step = steps.at(-1);
  const at = fact.indexOf("=");
  if (!step || at < 0) return;
  step.facts[fact.slice(0, at)] = fact.slice(at + 1);
  if (fact.startsWith("reason=")) step.reason ??= fact.slice(at + 1);
}

function isLoss(value: string): value is NonNullable<StepAnswer["lost"]> {
  return value === "rebooted" || value === "killed" || value === "vanished";
}
