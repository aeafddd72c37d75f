import type { Transaction } from "#db/index.ts";
import type { Order, Performed } from "#lib/runs/outcome.ts";
import type { Step } from "#lib/runs/ledger.ts";
import type { Job } from "../job.ts";

export type Ended = Extract<Performed, { kind: "exit" }>;
export type Write = (tx: Transaction) => Promise<unknown>;

/** A kind of step: what it asks of the host, and what its end changes here. */
export interface StepDefinition {
  order(job: Job, step: Step): Order | Promise<Order>;
  /** Committed in the transaction that ends the step. */
  landed?(job: Job, step: Step, ended: Ended): Write | undefined;
  /** Puts other steps in the place of this one. */
  rebuild?(job: Job, step: Step, performed: Performed): Write | undefined;
  /** Its failure is shown, and the deployment goes on. */
  mayFail?: true;
  /** Belongs to a step before it, and is not left out by a cancel that comes between the two. */
  isOwed?: true;
}

/** What every step of a deployment tells the agent. */
export function places({ app, deployment, directory }: Job) {
  return {
    PROJECT: app.projectPath,
    RELEASE: String(deployment.release),
    DIRECTORY: directory,
    COMMIT: deployment.commit ?? "",
    BRANCH: deployment.branch,
    TAG: deployment.tag ?? "",
  };
}

/** What an order of Devpilot's own has in common: as the SSH user, ended by a cancel, and started again when lost. */
export function ownOrder(step: Step, header: Order["header"]): Order {
  return {
    kind: step.kind,
    header,
    runAs: null,
    timeoutSeconds: step.timeoutSeconds,
    isCancellable: true,
    isRepeatable: true,
  };
}
