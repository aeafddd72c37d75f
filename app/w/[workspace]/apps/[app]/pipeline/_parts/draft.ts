import type { Stage } from "#lib/pipelines/stages.ts";
import type { HookView, PipelineView } from "#lib/pipelines/view.ts";

/** A hook as it stands in the editor. */
export type Draft = Omit<HookView, "id" | "priority" | "stage"> & {
  /** Its id once it was saved, before that a name of the editor's own. */
  key: string;
  isNew: boolean;
  stage: Stage;
};

export type Drafts = readonly Draft[];

export function draftsOf({ hooks }: PipelineView): Drafts {
  return hooks.map(({ id, priority: _, stage, ...hook }) => ({
    ...hook,
    stage: stage as Stage,
    key: id,
    isNew: false,
  }));
}

/** As the operation takes them. */
export function hooksOf(drafts: Drafts): Record<string, unknown>[] {
  return drafts.map(({ key, isNew, ...hook }) => (isNew ? hook : { id: key, ...hook }));
}

export function inStage(drafts: Drafts, stage: Stage): Drafts {
  return drafts.filter((draft) => draft.stage === stage);
}

export function change(drafts: Drafts, key: string, changes: Partial<Draft>): Drafts {
  return drafts.map((draft) => (draft.key === key ? { ...draft, ...changes } : draft));
}

/** Puts a hook at a place in a stage, counted without itself; past the end means the end. */
export function place(drafts: Drafts, key: string, stage: Stage, index: number): Drafts {
  const moved = drafts.find((draft) => draft.key === key);
  if (!moved) return drafts;
  const others = drafts.filter((draft) => draft.key !== key);
  const there = inStage(others, stage).toSpliced(index, 0, { ...moved, stage });
  return [...others.filter((draft) => draft.stage !== stage), ...there];
}

/** One place up or down; at the edge of a stage, into the next one. Null where there is no further. */
export function step(drafts: Drafts, key: string, by: 1 | -1, stages: readonly Stage[]): Drafts | null {
  const moved = drafts.find((draft) => draft.key === key);
  if (!moved) return null;
  const siblings = inStage(drafts, moved.stage);
  const index = siblings.indexOf(moved) + by;
  if (index >= 0 && index < siblings.length) return place(drafts, key, moved.stage, index);
  const next = stages[stages.indexOf(moved.stage) + by];
  return next ? place(drafts, key, next, by === 1 ? 0 : inStage(drafts, next).length) : null;
}

/** Copies a hook to the place after it. */
export function duplicate(drafts: Drafts, key: string, copyKey: string): Drafts {
  const index = drafts.findIndex((draft) => draft.key === key);
  const original = drafts[index];
  if (!original) return drafts;
  const copy = { ...original, key: copyKey, isNew: true, name: `${original.name} (copy)`.slice(0, 255) };
  return drafts.toSpliced(index + 1, 0, copy);
}
