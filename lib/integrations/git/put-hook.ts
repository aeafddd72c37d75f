import type { RemoteHook } from "./service.ts";
import { GitTrouble } from "./trouble.ts";

/** What a host can do about the webhooks of one repository that lead to one URL. */
export interface HookWays {
  find(): Promise<RemoteHook[]>;
  /** Null when it is gone. */
  mend(remoteId: string): Promise<RemoteHook | null>;
  /** Null when the host says that there is one already. */
  make(): Promise<RemoteHook | null>;
  remove(remoteId: string): Promise<void>;
}

/** Leaves exactly one hook that leads to the URL: the known one or one that was found, mended, or else a new one. */
export async function putHook(ways: HookWays, remoteId: string | null): Promise<RemoteHook> {
  const hook = (await mendOne(ways, remoteId)) ?? (await ways.make()) ?? (await mendOne(ways, null));
  if (hook) return hook;
  throw new GitTrouble("refused", "The git host says that this webhook exists, and does not show it. Try again.");
}

/** Twins go first: a host may refuse to mend one while another has the same address and events. */
async function mendOne(ways: HookWays, remoteId: string | null): Promise<RemoteHook | null> {
  const found = (await ways.find()).map((hook) => hook.remoteId);
  const kept = remoteId !== null && found.includes(remoteId) ? remoteId : (found[0] ?? remoteId);
  if (kept === null) return null;
  for (const twin of new Set([...found, remoteId ?? kept])) if (twin !== kept) await ways.remove(twin);
  return ways.mend(kept);
}
