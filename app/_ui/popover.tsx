"use client";

import { type ReactNode, type ToggleEvent, useEffect, useId, useRef, useState } from "react";
import { buttonLook } from "./button-look.ts";
import { placeBelow } from "./place-below.ts";

type PopoverProps = {
  /** Names the panel: "Account". */
  label: string;
  /** What stands on the button; `buttonName` names it where that is no text. */
  face: ReactNode;
  buttonName?: string;
  /** Classes of the button, when it looks like none of ours. */
  look?: string;
  align?: "start" | "end";
  /** Made when it opens. */
  children: ReactNode;
};

/** A small panel behind a button: the browser's own popover, which closes on Escape, outside presses and links. */
export function Popover({ label, face, buttonName, look, align = "end", children }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);

  useEffect(() => (isOpen ? whileOpen(panel.current, button.current, align) : undefined), [isOpen, align]);

  function place(event: ToggleEvent) {
    if (event.newState === "open") placeBelow(panel.current, button.current, align);
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={buttonName}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        className={look ?? buttonLook("ghost")}
      >
        {face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={place}
        onToggle={(event) => setOpen(event.newState === "open")}
        className="fixed inset-auto m-0 w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border bg-raised text-base text-ink open:animate-enter"
      >
        {isOpen && children}
      </div>
    </>
  );
}

/** Stays under its button, and closes when one of its links is followed. */
function whileOpen(panel: HTMLElement | null, button: HTMLElement | null, align: "start" | "end"): () => void {
  const stop = new AbortController();
  const place = () => placeBelow(panel, button, align);
  window.addEventListener("resize", place, { signal: stop.signal });
  window.addEventListener("scroll", place, { signal: stop.signal, capture: true, passive: true });
  panel?.addEventListener("click", closeOnLink, { signal: stop.signal });
  return () => stop.abort();
}

function closeOnLink({ target, currentTarget }: Event): void {
  const isLink = target instanceof Element && target.closest("a");
  if (isLink && currentTarget instanceof HTMLElement) currentTarget.hidePopover();
}
