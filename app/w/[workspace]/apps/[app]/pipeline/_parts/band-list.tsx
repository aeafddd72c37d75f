"use client";

import {
  type Announcements,
  closestCenter,
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  type DragOverEvent,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useId, useState } from "react";
import { type Stage, stages } from "#lib/pipelines/stages.ts";
import type { ActionView } from "#lib/pipelines/view.ts";
import type { Band } from "./bands.ts";
import { type Drafts, inStage } from "./draft.ts";
import { OwnBand } from "./own-band.tsx";
import { StageBand } from "./stage-band.tsx";
import type { Editing } from "./use-pipeline.ts";

type BandListProps = {
  bands: readonly Band[];
  editing: Editing;
  actions: readonly ActionView[];
  openKey: string | null;
  isReadOnly: boolean;
  onOpen: (key: string) => void;
  focusLater: (id: string) => void;
};

/** All bands in the order in which they run. A hook is dragged to any place of any stage. */
export function BandList({ bands, editing, actions, openKey, isReadOnly, onOpen, focusLater }: BandListProps) {
  const id = useId();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const [target, setTarget] = useState<Stage | null>(null);

  function drop(event: DragEndEvent): void {
    setTarget(null);
    const to = placeOf(event, editing);
    if (to) editing.place(String(event.active.id), to.stage, to.index);
  }
  function step(key: string, by: 1 | -1, control: string): void {
    if (editing.step(key, by)) focusLater(`${control}-${key}`);
  }

  return (
    <DndContext
      id={id}
      sensors={sensors}
      collisionDetection={nearestInBand}
      accessibility={{ announcements: spokenMoves(editing.drafts) }}
      onDragOver={(event) => setTarget(stageOf(event))}
      onDragCancel={() => setTarget(null)}
      onDragEnd={drop}
    >
      <ol className="grid gap-2">
        {bands.map((band) => (
          <li key={band.title}>
            {band.kind === "own" ? (
              <OwnBand band={band} />
            ) : (
              <StageBand
                band={band}
                drafts={inStage(editing.drafts, band.stage)}
                actions={actions}
                errors={editing.errors}
                openKey={openKey}
                isTarget={target === band.stage}
                isReadOnly={isReadOnly}
                onOpen={onOpen}
                onToggle={(key, isEnabled) => editing.update(key, { isEnabled })}
                onStep={step}
                onAdd={() => onOpen(editing.add(band.stage))}
              />
            )}
          </li>
        ))}
      </ol>
    </DndContext>
  );
}

/** The nearest card of the band under the pointer, or the band itself while it is empty. */
const nearestInBand: CollisionDetection = (args) => {
  const band = pointerWithin(args).find(({ id }) => String(id).startsWith("stage-"));
  if (!band) return [];
  const stage: unknown = band.data?.droppableContainer.data.current?.stage;
  const cards = args.droppableContainers.filter(
    (container) => container.id !== band.id && container.data.current?.stage === stage,
  );
  const nearest = closestCenter({ ...args, droppableContainers: cards });
  return nearest.length > 0 ? nearest : [band];
};

function stageOf({ over }: Pick<DragOverEvent, "over">): Stage | null {
  return (over?.data.current?.stage as Stage | undefined) ?? null;
}

function placeOf(event: DragEndEvent, editing: Editing): { stage: Stage; index: number } | null {
  const { active, over } = event;
  const stage = stageOf(event);
  if (!over || !stage || over.id === active.id) return null;
  const there = inStage(editing.drafts, stage);
  const index = there.findIndex(({ key }) => key === over.id);
  if (index < 0) return { stage, index: there.length };
  if (there.some(({ key }) => key === active.id)) return { stage, index };
  const dragged = active.rect.current.translated;
  const isBelow = dragged !== null && dragged.top + dragged.height / 2 > over.rect.top + over.rect.height / 2;
  return { stage, index: isBelow ? index + 1 : index };
}

function spokenMoves(drafts: Drafts): Announcements {
  const nameOf = (key: unknown) => drafts.find((draft) => draft.key === key)?.name ?? "";
  const placeIn = (event: Pick<DragOverEvent, "over">) => {
    const stage = stageOf(event);
    return stage ? stages[stage].title : "no stage";
  };
  return {
    onDragStart: ({ active }) => `Lifted ${nameOf(active.id)}.`,
    onDragOver: (event) => `${nameOf(event.active.id)} is over ${placeIn(event)}.`,
    onDragEnd: (event) => `Dropped ${nameOf(event.active.id)} in ${placeIn(event)}.`,
    onDragCancel: ({ active }) => `Put ${nameOf(active.id)} back.`,
  };
}
