import type { Server } from "#lib/access/authorize.ts";
import { Failure } from "#lib/failure.ts";
import { fingerprint } from "#lib/ssh/host-keys.ts";
import { type Check, fine, problem } from "./check.ts";

/** Whether the server answers, and as the one that it was: `found` is what it said, or why it said nothing. */
export function serverChecks(server: Server, found: object): Check[] {
  return [connection(server, found), hostKey(server)];
}

function connection({ name }: Server, found: object): Check {
  if (!(found instanceof Failure)) return fine("connection", `${name} answers.`);
  return problem("connection", found.message, `Test the connection on the page of ${name}.`);
}

function hostKey({ name, hostKey, changedHostKey, connection }: Server): Check {
  if (connection === "host_key_changed" || changedHostKey) {
    const fix = "Nothing is sent to it until an Admin has compared the new fingerprint and confirmed it.";
    return problem("host_key", `The host key of ${name} has changed.`, fix);
  }
  if (hostKey) return fine("host_key", `Its host key is the confirmed one: ${fingerprint(hostKey)}.`);
  return problem("host_key", `The host key of ${name} is not confirmed yet.`, "Confirm its fingerprint on its page.");
}
