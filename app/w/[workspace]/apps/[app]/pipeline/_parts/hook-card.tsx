"use client";

import { useSortable } from "@dnd-kit/sortable";
import { ArrowDown, ArrowUp, CircleAlert, GripVertical } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { buttonLook } from "#app/_ui/button-look.ts";
import { cx } from "#app/_ui/cx.ts";
import { Switch } from "#app/_ui/switch.tsx";
import type { Draft } from "./draft.ts";

export type HookCardProps = {
  draft: Draft;
  /** The action's title. */
  action: string;
  isOpen: boolean;
  isWrong: boolean;
  isReadOnly: boolean;
  onOpen: (key: string) => void;
  onToggle: (key: string, isEnabled: boolean) => void;
  /** One place up or down. `control` is what was pressed, so that it can keep the focus. */
  onStep: (key: string, by: 1 | -1, control: string) => void;
};

export function HookCard({ draft, action, isOpen, isWrong, isReadOnly, onOpen, onToggle, onStep }: HookCardProps) {
  const { key, name, stage, isEnabled } = draft;
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id: key,
    data: { stage },
    disabled: isReadOnly,
  });
  const style = {
    transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined,
    transition,
  };

  function pressArrow(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as 1 | -1 | undefined;
    if (!by) return;
    event.preventDefault();
    onStep(key, by, "handle");
  }

  return (
    <li
      ref={setNodeRef}
      style={style}
      className={cx(
        "flex items-center gap-1 rounded-lg border bg-raised pe-2",
        isReadOnly ? "ps-2" : "ps-1",
        (isDragging || isOpen) && "border-accent",
        isDragging && "relative z-10",
      )}
    >
      {!isReadOnly && (
        <button
          id={`handle-${key}`}
          ref={setActivatorNodeRef}
          type="button"
          {...listeners}
          onKeyDown={pressArrow}
          aria-label={`Move ${name}: drag, or press the arrow keys`}
          data-tooltip="Drag, or press the arrow keys"
          className={`${buttonLook("ghost", "icon")} cursor-grab touch-none active:cursor-grabbing`}
        >
          <GripVertical aria-hidden />
        </button>
      )}
      <button
        id={`open-${key}`}
        type="button"
        aria-expanded={isOpen}
        onClick={() => onOpen(key)}
        className="flex min-h-12 min-w-0 flex-1 flex-col justify-center rounded-md px-1 py-1.5 text-start"
      >
        <span
          dir="auto"
          className={cx("line-clamp-2 max-w-full self-start break-words", isEnabled ? "font-medium" : "text-soft")}
        >
          {name || "Without a name"}
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-sm text-soft">
          {name !== action && action}
          {draft.runAs && <span>as {draft.runAs}</span>}
          {!isEnabled && <Badge>off</Badge>}
          {isWrong && (
            <span className="inline-flex items-center gap-1 text-red">
              <CircleAlert aria-hidden className="size-3.5" /> Not right yet
            </span>
          )}
        </span>
        {draft.note && (
          <span dir="auto" className="line-clamp-3 max-w-full text-sm break-words text-soft">
            {draft.note}
          </span>
        )}
      </button>
      <Switch
        label={`Run ${name}`}
        hideLabel
        checked={isEnabled}
        disabled={isReadOnly}
        onChange={(event) => onToggle(key, event.target.checked)}
      />
      {!isReadOnly && (
        <span className="flex max-sm:hidden">
          <StepButton id={`up-${key}`} name={`Move ${name} up`} onClick={() => onStep(key, -1, "up")}>
            <ArrowUp aria-hidden />
          </StepButton>
          <StepButton id={`down-${key}`} name={`Move ${name} down`} onClick={() => onStep(key, 1, "down")}>
            <ArrowDown aria-hidden />
          </StepButton>
        </span>
      )}
    </li>
  );
}

type StepButtonProps = { id: string; name: string; onClick: () => void; children: React.ReactNode };

function StepButton({ id, name, onClick, children }: StepButtonProps) {
  return (
    <Button id={id} variant="ghost" size="icon" aria-label={name} onClick={onClick}>
      {children}
    </Button>
  );
}
