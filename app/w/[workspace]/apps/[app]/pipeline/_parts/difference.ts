import { type Stage, stages } from "#lib/pipelines/stages.ts";
import { type Draft, type Drafts, inStage } from "./draft.ts";

export interface Difference {
  key: string;
  kind: "added" | "changed" | "moved" | "removed";
  name: string;
  /** What exactly, in words. */
  detail: string;
}

/** What saving would do, hook by hook, in the order of the pipeline; removed ones last. */
export function differenceOf(before: Drafts, after: Drafts): Difference[] {
  const earlier = new Map(before.map((draft) => [draft.key, draft]));
  const here = new Set(after.map(({ key }) => key));
  const removed = before.filter(({ key }) => !here.has(key));
  const steady = steadyKeys(before, after);
  return [
    ...after.flatMap((draft) => differencesOf(earlier.get(draft.key), draft, steady)),
    ...removed.map(({ key, name, stage }) => ({ key, name, kind: "removed" as const, detail: `from ${title(stage)}` })),
  ];
}

function differencesOf(before: Draft | undefined, after: Draft, steady: ReadonlySet<string>): Difference[] {
  const { key, name, stage } = after;
  if (!before) return [{ key, name, kind: "added", detail: `to ${title(stage)}` }];
  const changed = changedParts(before, after);
  const found: Difference[] = changed.length > 0 ? [{ key, name, kind: "changed", detail: changed.join(", ") }] : [];
  if (before.stage !== stage) {
    found.push({ key, name, kind: "moved", detail: `from ${title(before.stage)} to ${title(stage)}` });
  } else if (!steady.has(key)) found.push({ key, name, kind: "moved", detail: `within ${title(stage)}` });
  return found;
}

function changedParts(before: Draft, after: Draft): string[] {
  const parts = [
    before.name !== after.name && `was called ${before.name}`,
    before.action !== after.action && "another action",
    before.action === after.action && !isSameInput(before.input, after.input) && "what it does",
    before.runAs !== after.runAs && `runs as ${after.runAs ?? "the server's own user"}`,
    before.timeoutSeconds !== after.timeoutSeconds && `at most ${after.timeoutSeconds} s`,
    (before.note ?? "") !== (after.note ?? "") && "why it is there",
    before.isEnabled !== after.isEnabled && (after.isEnabled ? "switched on" : "switched off"),
  ];
  return parts.filter((part) => part !== false);
}

function isSameInput(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? "") === (b[name] ?? ""));
}

/** Hooks that need not be called moved: within each stage the longest run of them that kept its order. */
function steadyKeys(before: Drafts, after: Drafts): Set<string> {
  const stageNames = Object.keys(stages) as Stage[];
  return new Set(stageNames.flatMap((stage) => longestCommon(keysIn(before, stage), keysIn(after, stage))));
}

function keysIn(drafts: Drafts, stage: Stage): string[] {
  return inStage(drafts, stage).map(({ key }) => key);
}

function longestCommon(before: string[], after: string[]): string[] {
  const places = after.filter((key) => before.includes(key)).map((key) => before.indexOf(key));
  const runs: number[][] = [];
  for (const place of places) {
    const fitting = runs.filter((run) => (run.at(-1) ?? -1) < place);
    runs.push([...longestOf(fitting), place]);
  }
  return longestOf(runs).map((place) => before[place] ?? "");
}

function longestOf(runs: number[][]): number[] {
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), []);
}

function title(stage: Stage): string {
  return stages[stage].title;
}
