import type { History, Past } from "./history.ts";

/** A push of the watched branch. */
export interface Candidate {
  id: string;
  commit: string;
  before: string | null;
  /** The host has told of it just now, and may not yet show it. */
  isFresh: boolean;
}

/** Where the branch is at the host; null when it is gone there, undefined when nobody could tell. */
export type HeadCommit = string | null | undefined;

/** What pushes come to that wait together: one deployment for all, or none. */
export type Judgement =
  | { kind: "deploy"; commit: string; lead: Candidate; why: "head" | "lagging" | "unknown" | "moved" }
  | { kind: "done"; by: Past; head: string }
  | { kind: "older" }
  | { kind: "gone" };

/** Of all that was pushed the newest is deployed. `candidates` are in the order of arrival, at least one. */
export function judge(candidates: Candidate[], head: HeadCommit, history: History): Judgement {
  if (head === null) return { kind: "gone" };
  const tip = tipOf(candidates);
  const wanted = head === undefined ? withoutHead(tip, history) : withHead(candidates, tip, head, history);
  if (wanted.kind !== "deploy") return wanted;
  const by = doneBy(wanted, history);
  return by ? { kind: "done", by, head: wanted.commit } : wanted;
}

/** The one that no other follows on; the host may deliver in any order. */
function tipOf(candidates: Candidate[]): Candidate {
  const followed = new Set(candidates.map(({ before }) => before));
  const tip = candidates.findLast(({ commit }) => !followed.has(commit)) ?? candidates.at(-1);
  if (!tip) throw new Error("There is no push to judge.");
  return tip;
}

function withHead(candidates: Candidate[], tip: Candidate, head: string, history: History): Judgement {
  const pushed = candidates.findLast(({ commit }) => commit === head);
  const by = newestOf(history).find((past) => past.commit === head);
  const isLagging = isAhead(tip, head, candidates) || (history.known.has(head) && !by && !pushed);
  if (isLagging && tip.isFresh && !history.known.has(tip.commit)) {
    return { kind: "deploy", commit: tip.commit, lead: tip, why: "lagging" };
  }
  if (pushed) return { kind: "deploy", commit: head, lead: pushed, why: "head" };
  if (by) return { kind: "done", by, head };
  return { kind: "deploy", commit: head, lead: tip, why: "moved" };
}

/** Whether these pushes lead from the head that the host shows to the tip. */
function isAhead(tip: Candidate, head: string, candidates: Candidate[]): boolean {
  if (tip.commit === head) return false;
  const steps = new Map(candidates.map((one) => [one.commit, one.before]));
  let at: string | null | undefined = tip.before;
  for (let step = 0; step < candidates.length && at && at !== head; step++) at = steps.get(at);
  return at === head;
}

/** Without the host's word a commit that was deployed before is an old push, unless it follows on the newest. */
function withoutHead(tip: Candidate, history: History): Judgement {
  const isNext = tip.before !== null && newestOf(history).some(({ commit }) => commit === tip.before);
  const isNewest = newestOf(history).some(({ commit }) => commit === tip.commit);
  if (history.known.has(tip.commit) && !isNext && !isNewest) return { kind: "older" };
  return { kind: "deploy", commit: tip.commit, lead: tip, why: "unknown" };
}

function doneBy(wanted: Extract<Judgement, { kind: "deploy" }>, { newest, push }: History): Past | undefined {
  if (newest?.commit === wanted.commit) return newest;
  // A push back from what somebody else deployed meanwhile is a push all the same.
  const isBack = newest !== undefined && wanted.lead.before === newest.commit;
  return push?.commit === wanted.commit && !isBack ? push : undefined;
}

function newestOf({ newest, push }: History): Past[] {
  return [newest, push].filter((past) => past !== undefined);
}
