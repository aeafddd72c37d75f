"use client";

import { useMemo, useState, useTransition } from "react";
import { announce } from "#app/_ui/live-region.tsx";
import { type Stage, stages } from "#lib/pipelines/stages.ts";
import type { ActionView, PipelineView } from "#lib/pipelines/view.ts";
import { savePipeline } from "../actions.ts";
import { differenceOf } from "./difference.ts";
import { change, type Draft, type Drafts, draftsOf, duplicate, hooksOf, inStage, place, step } from "./draft.ts";

type Errors = Record<string, Record<string, string>>;

const stageNames = Object.keys(stages) as Stage[];

/** The pipeline while it is edited: what was saved, what it is to become, and what was refused of it. */
export function usePipeline(
  target: { workspace: string; app: string },
  given: PipelineView,
  actions: readonly ActionView[],
) {
  const [seen, setSeen] = useState(given.version);
  const [saved, setSaved] = useState(given);
  const [newer, setNewer] = useState<PipelineView | null>(null);
  const [drafts, setDrafts] = useState(() => draftsOf(given));
  const [failure, setFailure] = useState<string | null>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [made, setMade] = useState(0);
  const [isSaving, start] = useTransition();
  const differences = useMemo(() => differenceOf(draftsOf(saved), drafts), [saved, drafts]);
  const isDirty = differences.length > 0;

  function load(pipeline: PipelineView): void {
    setSaved(pipeline);
    setDrafts(draftsOf(pipeline));
    setNewer(null);
    setFailure(null);
    setErrors({});
  }
  if (given.version !== seen) {
    setSeen(given.version);
    if (given.version !== saved.version) {
      if (isDirty) setNewer(given);
      else load(given);
    }
  }
  function makeKey(): string {
    setMade(made + 1);
    return `new-${made}`;
  }

  /** Tells whether all of it was saved; if not, which hook is wrong. */
  async function save(): Promise<{ isSaved: boolean; wrong: string | null }> {
    const answer = await savePipeline(target.workspace, target.app, { version: saved.version, hooks: hooksOf(drafts) });
    if (answer.saved) {
      load(answer.saved);
      announce("The pipeline is saved");
      return { isSaved: true, wrong: null };
    }
    const found = errorsByKey(answer.fields ?? {}, drafts);
    const wrong = Object.keys(found)[0] ?? null;
    setErrors(found);
    setFailure(wrong ? "Some hooks are not right yet. Nothing was saved." : (answer.message ?? null));
    setNewer(answer.newer ?? null);
    return { isSaved: false, wrong };
  }

  return {
    drafts,
    differences,
    isDirty,
    isSaving,
    failure,
    newer,
    errors,
    load,
    discard: () => load(saved),
    place: (key: string, stage: Stage, index: number) => setDrafts(place(drafts, key, stage, index)),
    update(key: string, changes: Partial<Draft>): void {
      setDrafts(change(drafts, key, changes));
      setErrors(({ [key]: _, ...others }) => others);
    },
    /** False where there is no further place. */
    step(key: string, by: 1 | -1): boolean {
      const next = step(drafts, key, by, stageNames);
      if (next) setDrafts(next);
      announce(whereabouts(next ?? drafts, key));
      return next !== null;
    },
    add(stage: Stage): string {
      const key = makeKey();
      setDrafts([...drafts, newDraft(key, stage, actions[0])]);
      return key;
    },
    duplicate(key: string): string {
      const copy = makeKey();
      setDrafts(duplicate(drafts, key, copy));
      return copy;
    },
    remove: (key: string) => setDrafts(drafts.filter((draft) => draft.key !== key)),
    save: (then: (outcome: Awaited<ReturnType<typeof save>>) => void) => start(async () => then(await save())),
  };
}

export type Editing = ReturnType<typeof usePipeline>;

function newDraft(key: string, stage: Stage, action: ActionView | undefined): Draft {
  const { id = "", title = "" } = action ?? {};
  const rest = { input: {}, runAs: null, timeoutSeconds: 600, isEnabled: true, note: null };
  return { key, isNew: true, stage, name: title, action: id, ...rest };
}

/** From `hooks.2.input.command` to the third hook's `input.command`. */
function errorsByKey(fields: Record<string, string>, drafts: Drafts): Errors {
  const errors: Errors = {};
  for (const [path, words] of Object.entries(fields)) {
    const [, index = "", ...field] = path.split(".");
    const key = drafts[Number(index)]?.key;
    if (key) (errors[key] ??= {})[field.join(".")] = words;
  }
  return errors;
}

/** "Migrate, 2 of 3 in After set-up" */
function whereabouts(drafts: Drafts, key: string): string {
  const draft = drafts.find((one) => one.key === key);
  if (!draft) return "";
  const siblings = inStage(drafts, draft.stage);
  return `${draft.name}, ${siblings.indexOf(draft) + 1} of ${siblings.length} in ${stages[draft.stage].title}`;
}
