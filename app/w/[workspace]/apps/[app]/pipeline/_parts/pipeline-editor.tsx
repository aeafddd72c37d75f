"use client";

import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Banner } from "#app/_ui/banner.tsx";
import { Button } from "#app/_ui/button.tsx";
import { cx } from "#app/_ui/cx.ts";
import { UnsavedGuard } from "#app/_ui/unsaved-guard.tsx";
import type { ActionView, PipelineView } from "#lib/pipelines/view.ts";
import type { Band } from "./bands.ts";
import { BandList } from "./band-list.tsx";
import { ChangesPanel } from "./changes-panel.tsx";
import { HookPanel } from "./hook-panel.tsx";
import type { RunAsChoices } from "./run-as-choices.ts";
import { SaveBar } from "./save-bar.tsx";
import { type Editing, usePipeline } from "./use-pipeline.ts";

type PipelineEditorProps = {
  workspace: string;
  app: string;
  saved: PipelineView;
  bands: readonly Band[];
  actions: readonly ActionView[];
  users: RunAsChoices;
  isReadOnly: boolean;
  /** What stands below it, and may save what was changed. */
  children?: (editing: Editing, save: (then: (isSaved: boolean) => void) => void) => ReactNode;
};

/** The bands of a deployment with its hooks, and beside them the hook that is open or what saving would change. */
export function PipelineEditor({
  workspace,
  app,
  saved,
  bands,
  isReadOnly,
  children,
  ...offered
}: PipelineEditorProps) {
  const { actions, users } = offered;
  const editing = usePipeline({ workspace, app }, saved, actions);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [isReviewing, setReviewing] = useState(false);
  const focusLater = useFocusLater();
  const open = editing.drafts.find(({ key }) => key === openKey) ?? null;

  function show(key: string | null): void {
    setReviewing(false);
    setOpenKey(key);
    if (key === null && openKey) focusLater(`open-${openKey}`);
  }
  function review(): void {
    setOpenKey(null);
    setReviewing(true);
    focusLater("changes");
  }
  function save(then?: (isSaved: boolean) => void): void {
    editing.save(({ isSaved, wrong }) => {
      setReviewing(false);
      setOpenKey(isSaved ? null : wrong);
      then?.(isSaved);
    });
  }

  const isBeside = open !== null || isReviewing;
  return (
    <>
      <Failed editing={editing} onLoad={() => show(null)} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className={cx("min-w-0", isBeside && "max-lg:hidden")}>
          <BandList
            bands={bands}
            editing={editing}
            actions={actions}
            openKey={openKey}
            isReadOnly={isReadOnly}
            onOpen={show}
            focusLater={focusLater}
          />
        </div>
        <aside
          aria-label="Beside the pipeline"
          className="min-w-0 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-9.5rem)] lg:overflow-y-auto"
        >
          {open ? (
            <HookPanel
              key={open.key}
              target={{ workspace, app }}
              draft={open}
              actions={actions}
              users={users}
              errors={editing.errors[open.key] ?? {}}
              isReadOnly={isReadOnly}
              editing={editing}
              onOpen={show}
            />
          ) : (
            <ChangesPanel
              editing={editing}
              isReadOnly={isReadOnly}
              isReviewing={isReviewing}
              onBack={() => show(null)}
              onSave={() => save()}
            />
          )}
        </aside>
      </div>
      {children?.(editing, save)}
      {editing.isDirty && !isReviewing && <SaveBar editing={editing} onReview={review} onDiscard={() => show(null)} />}
      <UnsavedGuard isOn={editing.isDirty && !editing.isSaving} />
    </>
  );
}

function Failed({ editing, onLoad }: { editing: ReturnType<typeof usePipeline>; onLoad: () => void }) {
  const { failure, newer, load } = editing;
  if (!newer) return failure && <Banner kind="danger" title={failure} />;
  return (
    <Banner
      kind="danger"
      title="Somebody else changed this pipeline"
      action={
        <Button
          onClick={() => {
            load(newer);
            onLoad();
          }}
        >
          Load it again
        </Button>
      }
    >
      Your changes were made to an earlier one, so they can&rsquo;t be saved. Loading it again lets go of them.
    </Banner>
  );
}

/** Gives the focus to an element once it is drawn: a hook that moves to another stage is drawn anew. */
function useFocusLater(): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!wanted.current) return;
    document.getElementById(wanted.current)?.focus();
    wanted.current = null;
  });
  return (id) => {
    wanted.current = id;
  };
}
