import { eq } from "drizzle-orm";
import { deployments } from "#db/schema/deployments.ts";
import type { Facts, Order } from "#lib/runs/outcome.ts";
import type { Job } from "../job.ts";
import { ownOrder, places, type StepDefinition } from "./step.ts";

type Input = Record<string, string>;
type Probe = (input: Input, job: Job) => Order["header"];

const url: Probe = ({ url = "", expectStatus = "200", expectText = "" }) => ({
  URL: url,
  EXPECT: expectStatus,
  EXPECT_TEXT: expectText,
});

/** What is asked, by the kind of the check. */
const probes: Record<string, Probe> = {
  url,
  tcp: ({ port = "" }) => ({ PORT: port }),
  command: ({ command = "" }, job) => ({ SCRIPT: command, ENV: job.environment("run") }),
};

/** Asks the app itself, from its own server, whether it is well. */
export const healthStep: StepDefinition = {
  order(job, step) {
    const { kind = "", tries = "10", timeoutSeconds = "5" } = step.input;
    const probe = probes[kind] ?? url;
    return ownOrder(step, { ...places(job), ...probe(step.input, job), TRIES: tries, TRY_SECONDS: timeoutSeconds });
  },
  landed(job, _, { facts }) {
    const found = foundOf(facts);
    if (!found) return undefined;
    return (tx) => tx.update(deployments).set(found).where(eq(deployments.id, job.deployment.id));
  },
};

/** What was seen, and how often it was tried; nothing where the app was not asked to the end. */
function foundOf({ healthy, answered, attempts = "1" }: Facts) {
  const health = ({ yes: "healthy", no: "unhealthy" } as const)[healthy ?? ""];
  if (!health) return null;
  const tries = attempts === "1" ? "1 try" : `${attempts} tries`;
  return { health, healthDetail: `${answered ?? "no answer"}, after ${tries}` };
}
