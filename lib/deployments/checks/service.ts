import type { App } from "#lib/access/authorize.ts";
import type { Preflight } from "#lib/agent/preflight.ts";
import { isService } from "#lib/apps/service.ts";
import { type Check, fine, problem, warning } from "./check.ts";

/** What keeps an app running needs of its server. `isStarted`: the live release has the port already. */
export function serviceChecks(app: App, found: Preflight, isStarted: boolean): Check[] {
  if (!isService(app)) return [];
  return [manager(found), ...(app.startCommand === null ? [] : [port(app, found, isStarted), front(found)])];
}

const managers = {
  system: "systemd keeps the app running, and starts it with the server.",
  user: "The user's own systemd keeps the app running, and starts it with the server.",
} as const;

function manager({ manager: found }: Preflight): Check {
  if (found !== "none") return fine("manager", managers[found]);
  const fix = "Give the user sudo without a password, or let an administrator run: loginctl enable-linger for it.";
  return problem("manager", "Nothing on this server would keep the app running.", fix);
}

function port({ port: own }: App, { listener }: Preflight, isStarted: boolean): Check {
  if (isStarted) return fine("port", `Port ${own} is the app's own.`);
  if (!listener) return fine("port", `Port ${own} is free.`);
  const who = [listener.command.split(" ")[0] || "a program", listener.user].join(", run by ");
  return problem("port", `Port ${own} is taken by ${who}.`, "Stop it on the server.");
}

function front({ front: found }: Preflight): Check {
  if (found !== "none") return fine("front", "Releases are switched without a dropped request.");
  const fix = "With node or python3 on the server there would be no gap.";
  return warning("front", "Nothing answers for a moment while releases are switched.", fix);
}

/** A limit that can't be enforced as a whole is said so before it is relied on. */
export function guardChecks({ buildMemoryMb, buildCpuPercent }: App, { guard }: Preflight): Check[] {
  if (buildMemoryMb === null && buildCpuPercent === null) return [];
  if (guard === "scope") return [fine("guard", "The build is kept within its limits by systemd.")];
  const words =
    "The limits of the build are kept by ulimit and nice only: for each of its processes, not for their sum.";
  return [warning("guard", words)];
}
