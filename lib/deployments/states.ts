import type { RunStatus } from "#lib/runs/states.ts";

/** States meet verbs here: the button and the verb ask the same table. */
export const deploymentCan = {
  cancel: ["pending", "processing"],
  retry: ["failed", "cancelled"],
  rollBackTo: ["completed", "failed", "cancelled"],
} as const satisfies Record<string, readonly RunStatus[]>;

export type DeploymentVerb = keyof typeof deploymentCan;

export function can(verb: DeploymentVerb, status: RunStatus): boolean {
  return (deploymentCan[verb] as readonly RunStatus[]).includes(status);
}
