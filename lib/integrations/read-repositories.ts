import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { findForProject } from "./for-project.ts";
import { isService } from "./git/index.ts";
import { type ListStatus, listStatusOf } from "./list-status.ts";
import { beginReading } from "./reading.ts";
import { titleOf } from "./titles.ts";

export const readRepositoriesInput = z.strictObject({ project: z.string(), integration: z.string() });

const patienceMilliseconds = 2_000;

/** Reads the list of repositories now, however old it is. What takes longer than a moment goes on behind the answer. */
export async function readRepositories(
  actor: Actor,
  input: z.infer<typeof readRepositoriesInput>,
): Promise<ListStatus> {
  const project = await authorize(actor, "app.create", input.project);
  const integration = await findForProject(project, input.integration);
  if (!isService(integration.provider)) {
    throw new Failure("conflict", `${titleOf(integration.provider)} has no list of repositories.`);
  }
  const reading = await beginReading(integration, "now");
  if (reading) await Promise.race([reading.done, delay(patienceMilliseconds, undefined, { ref: false })]);
  return listStatusOf(integration);
}
