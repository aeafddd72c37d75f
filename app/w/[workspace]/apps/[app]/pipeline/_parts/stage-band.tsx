"use client";

import { useDroppable } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { Plus } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";
import { cx } from "#app/_ui/cx.ts";
import { VisuallyHidden } from "#app/_ui/visually-hidden.tsx";
import type { ActionView } from "#lib/pipelines/view.ts";
import type { Band } from "./bands.ts";
import type { Drafts } from "./draft.ts";
import { HookCard, type HookCardProps } from "./hook-card.tsx";

type StageBandProps = Pick<HookCardProps, "isReadOnly" | "onOpen" | "onToggle" | "onStep"> & {
  band: Extract<Band, { kind: "stage" }>;
  drafts: Drafts;
  actions: readonly ActionView[];
  errors: Record<string, unknown>;
  openKey: string | null;
  isTarget: boolean;
  onAdd: () => void;
};

/** One of the five stages with its hooks, in their order. */
export function StageBand({ band, drafts, actions, errors, openKey, isTarget, onAdd, ...card }: StageBandProps) {
  const { stage, title, when } = band;
  const { setNodeRef } = useDroppable({ id: `stage-${stage}`, data: { stage } });
  return (
    <section
      ref={setNodeRef}
      aria-labelledby={`title-${stage}`}
      className={cx("grid gap-2 rounded-lg border p-3", isTarget && "border-accent bg-accent-soft")}
    >
      <header className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 id={`title-${stage}`} className="font-semibold">
            {title}
          </h2>
          <p className="text-sm text-soft">{when}</p>
        </div>
        {!card.isReadOnly && (
          <Button size="small" variant="ghost" onClick={onAdd}>
            <Plus aria-hidden /> Add a hook <VisuallyHidden>to {title}</VisuallyHidden>
          </Button>
        )}
      </header>
      {drafts.length > 0 && (
        <SortableContext items={drafts.map(({ key }) => key)} strategy={verticalListSortingStrategy}>
          <ol aria-label={`Hooks in ${title}`} className="grid gap-2">
            {drafts.map((draft) => (
              <HookCard
                {...card}
                key={draft.key}
                draft={draft}
                action={actions.find(({ id }) => id === draft.action)?.title ?? draft.action}
                isOpen={draft.key === openKey}
                isWrong={draft.key in errors}
              />
            ))}
          </ol>
        </SortableContext>
      )}
    </section>
  );
}
