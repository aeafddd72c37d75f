import { Failure } from "#lib/failure.ts";
import { type Check, fine, problem } from "./check.ts";

/** Whether git on the server gets to the commit, tried for real. */
export function sourceCheck(sight: object, isReached: boolean): Check {
  if (!(sight instanceof Failure)) return fine("git", "Git on the server reaches the repository and the commit.");
  if (!isReached) return problem("git", "Git was not tried: the server was not reached.", null);
  return problem("git", sight.message, "Look at the repository and its credentials in the app's settings.");
}
