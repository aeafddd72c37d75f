import type { App } from "#lib/access/authorize.ts";
import type { Preflight } from "#lib/agent/preflight.ts";
import { Failure } from "#lib/failure.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Check } from "./check.ts";
import { programChecks, userChecks } from "./programs.ts";
import { queueChecks, variableChecks } from "./queue.ts";
import { type Room, roomChecks } from "./room.ts";
import { serverChecks } from "./server.ts";
import { guardChecks, serviceChecks } from "./service.ts";
import { sourceCheck } from "./source.ts";

interface Found {
  app: App;
  snapshot: Snapshot;
  /** What was found on the server and in the repository, or why nothing was. */
  machine: Preflight | Failure;
  sight: object;
  disk: Room | null;
  memory: Room | null;
}

/** Everything that was looked at, in the order in which a deployment needs it. */
export function checksOf(found: Found): Check[] {
  const { app, snapshot, machine, sight } = found;
  const isReached = !(machine instanceof Failure);
  return [
    ...serverChecks(snapshot.server, machine),
    sourceCheck(sight, isReached),
    ...variableChecks(snapshot.missing),
    ...(isReached ? machineChecks(found, machine, app, snapshot) : []),
    ...queueChecks(snapshot.before),
  ];
}

function machineChecks({ disk, memory }: Found, machine: Preflight, app: App, { server, hooks, isStarted }: Snapshot) {
  const installing = hooks.filter(({ action, isEnabled }) => action === "install_runtime" && isEnabled);
  const installed = new Set(installing.map(({ input }) => input.requirement ?? ""));
  return [
    ...(disk && memory ? roomChecks(server, machine, disk, memory) : []),
    ...programChecks(["git", ...app.requirements], machine, installed),
    ...userChecks(server, machine),
    ...guardChecks(app, machine),
    ...serviceChecks(app, machine, isStarted),
  ];
}
