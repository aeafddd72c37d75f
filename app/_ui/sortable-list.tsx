"use client";

import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { GripVertical } from "lucide-react";
import { type ReactNode, useId } from "react";
import { buttonLook } from "./button-look.ts";
import { cx } from "./cx.ts";

type SortableListProps<Item> = {
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  /** As it is called aloud: "Run migrations". */
  itemName: (item: Item) => string;
  /** The content beside the handle. */
  children: (item: Item) => ReactNode;
  onReorder: (items: Item[]) => void;
};

/** A list that is put in order by pointer, or by keyboard: space lifts, arrows move, space drops, Escape puts back. */
export function SortableList<Item>({ label, items, itemKey, itemName, children, onReorder }: SortableListProps<Item>) {
  const id = useId();
  const keys = items.map(itemKey);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const nameOf = (key: UniqueIdentifier) => {
    const item = items[keys.indexOf(String(key))];
    return item === undefined ? "" : itemName(item);
  };

  function drop({ active, over }: DragEndEvent) {
    if (!over || active.id === over.id) return;
    onReorder(arrayMove([...items], keys.indexOf(String(active.id)), keys.indexOf(String(over.id))));
  }

  return (
    <DndContext
      id={id}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        announcements: spokenMoves(nameOf, keys),
        screenReaderInstructions: {
          draggable: "Press space to lift, the arrow keys to move, space to drop, Escape to put back.",
        },
      }}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <ul aria-label={label} className="grid gap-2">
          {items.map((item) => (
            <SortableRow key={itemKey(item)} id={itemKey(item)} name={itemName(item)}>
              {children(item)}
            </SortableRow>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function SortableRow({ id, name, children }: { id: string; name: string; children: ReactNode }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  });
  return (
    <li
      ref={setNodeRef}
      style={{ transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined, transition }}
      className={cx(
        "flex items-center gap-1 rounded-lg border bg-raised ps-1",
        isDragging && "relative z-10 border-accent",
      )}
    >
      <button
        ref={setActivatorNodeRef}
        type="button"
        {...attributes}
        {...listeners}
        aria-label={`Move ${name}`}
        className={`${buttonLook("ghost", "icon")} touch-none active:cursor-grabbing`}
      >
        <GripVertical aria-hidden />
      </button>
      <div className="min-w-0 flex-1">{children}</div>
    </li>
  );
}

function spokenMoves(nameOf: (key: UniqueIdentifier) => string, keys: readonly string[]): Announcements {
  const place = (key: UniqueIdentifier) => `place ${keys.indexOf(String(key)) + 1} of ${keys.length}`;
  return {
    onDragStart: ({ active }) => `Lifted ${nameOf(active.id)}, ${place(active.id)}.`,
    onDragOver: ({ active, over }) => (over ? `${nameOf(active.id)} is over ${place(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) => `Dropped ${nameOf(active.id)} at ${place((over ?? active).id)}.`,
    onDragCancel: ({ active }) => `Put ${nameOf(active.id)} back.`,
  };
}
