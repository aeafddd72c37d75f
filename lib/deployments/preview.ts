import { type z } from "zod";
import { db } from "#db/index.ts";
import type { Actor } from "#lib/access/actor.ts";
import { type App, authorize } from "#lib/access/authorize.ts";
import { may } from "#lib/access/grants.ts";
import { openSource } from "#lib/apps/open-source.ts";
import { Failure } from "#lib/failure.ts";
import { lookAtRepository } from "#lib/servers/look.ts";
import type { Sight } from "#lib/servers/sight.ts";
import { checksOf } from "./checks/all.ts";
import { diskRoom, memoryRoom } from "./checks/room.ts";
import { lookAhead } from "./look-ahead.ts";
import { writePlan } from "./plan-token.ts";
import { type Place, placeOf } from "./place.ts";
import { previewSteps } from "./preview-steps.ts";
import { type Expectations, expectationsOf, expectedDuration } from "./progress.ts";
import { queueDeploymentInput } from "./queue.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import type { PreviewView } from "./preview-view.ts";

export const previewDeploymentInput = queueDeploymentInput.omit({ plan: true });

/**
 * What a deployment would do now, without doing any of it: what would run and as whom, what differs from what is live,
 * and what stands in its way, tried for real from the app's server. Its `plan` holds `deployments.create` to all of it.
 */
export async function previewDeployment(
  actor: Actor,
  input: z.infer<typeof previewDeploymentInput>,
): Promise<PreviewView> {
  const app = await authorize(actor, "app.deploy", input.app);
  const place = await placeOf(db, actor, app, input);
  const snapshot = await takeSnapshot(app);
  const [machine, seen] = await Promise.all([tried(lookAhead(app, snapshot)), tried(lookAtSource(app, place))]);
  const isReached = !(machine instanceof Failure);
  const disk = isReached ? diskRoom(machine) : null;
  const memory = isReached ? memoryRoom(machine, snapshot.peakBytes, app.buildMemoryMb) : null;
  const { server, live } = snapshot;
  return {
    server: { id: server.id, name: server.name },
    branch: place.branch,
    tag: place.tag,
    commit: seen instanceof Failure ? null : seen.commit,
    live: live ? { id: live.id, number: live.number, commit: live.commit } : null,
    steps: previewSteps(app, server, snapshot.steps, snapshot.hooks),
    variables: maySeeVariables(actor, app) ? { ...snapshot.variables, missing: snapshot.missing } : null,
    disk,
    memory,
    checks: checksOf({ app, snapshot, machine, sight: seen, disk, memory }),
    expectedMs: durationOf(snapshot, await expectationsOf(app.id)),
    plan: seen instanceof Failure ? null : planOf(app, place, snapshot, seen.commit.id),
  };
}

/** Their names are for those who may list them; which required ones are missing, a check tells everybody. */
function maySeeVariables(actor: Actor, { id: appId, projectId }: App): boolean {
  return may(actor, "variables.view", { appId, projectId });
}

async function lookAtSource(app: App, place: Place) {
  const { repository, access } = await openSource(app);
  const server = { workspaceId: app.workspaceId, id: app.serverId };
  const sight: Sight = await lookAtRepository(server, app.id, repository, access, refOf(place), []);
  const { commit: id, subject, author, committedAt } = sight;
  return { commit: { id, subject, author, committedAt, url: repository.commitUrl(id) } };
}

function refOf({ branch, tag, commit }: Place) {
  if (commit !== null) return { commit };
  return tag === null ? { branch } : { tag };
}

function planOf(app: App, { branch, tag, commit }: Place, { marks }: Snapshot, found: string): string {
  return writePlan({ app: app.id, branch, tag, follows: commit === null, commit: found, marks });
}

function durationOf({ steps }: Snapshot, expected: Expectations): number | null {
  return Object.keys(expected).length === 0 ? null : expectedDuration(steps, expected);
}

async function tried<T>(work: Promise<T>): Promise<T | Failure> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
