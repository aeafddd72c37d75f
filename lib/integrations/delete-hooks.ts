import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "#lib/failure.ts";
import type { Integration } from "./for-project.ts";
import { GitTrouble, type TroubleKind } from "./git/trouble.ts";
import type { madeHooks } from "./removal.ts";
import { withClient } from "./use.ts";

export type Hook = Awaited<ReturnType<typeof madeHooks>>[number];

export interface TriedHook {
  hook: Hook;
  /** Why it stays on the host; null where it is gone. */
  problem: Failure | null;
}

const atOnce = 8;

/** What one hook's deletion meets, the others' would meet too. */
const ofTheHost: readonly TroubleKind[] = ["away", "rate_limited"];

/** Tries each of them, as long as the host answers and no longer than `milliseconds`; what stays says why. */
export async function deleteHooks(
  integration: Integration,
  hooks: Hook[],
  milliseconds = 20_000,
): Promise<TriedHook[]> {
  const late = delay(milliseconds, tooLate, { ref: false });
  const tried: TriedHook[] = [];
  for (let from = 0; from < hooks.length; from += atOnce) {
    const stop = tried.map(({ problem }) => problem).find(isOfTheHost) ?? null;
    const some = hooks.slice(from, from + atOnce).map(async (hook) => {
      const problem = stop ?? (await Promise.race([deleteHook(integration, hook), late]));
      return { hook, problem };
    });
    tried.push(...(await Promise.all(some)));
  }
  return tried;
}

const tooLate = new GitTrouble("away", "The host took too long. Whether the webhook is gone there is not known.");

async function deleteHook(integration: Integration, hook: Hook): Promise<Failure | null> {
  const { repository, remoteId, url, isRegistered } = hook;
  try {
    await withClient(integration, async (client) => {
      // The number of one that is registered no more may have been given by another host.
      const isOurs = async () => (await client.hooksTo(repository, url)).some((one) => one.remoteId === remoteId);
      if (isRegistered || (await isOurs())) await client.removeHook(repository, remoteId);
    });
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function isOfTheHost(problem: Failure | null): boolean {
  return problem instanceof GitTrouble && ofTheHost.includes(problem.trouble);
}
