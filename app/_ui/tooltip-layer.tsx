"use client";

import { useEffect, useId, useRef } from "react";
import { placeBeside } from "./place-beside.ts";
import { exactTime } from "./time-words.ts";

/**
 * The one tooltip of the page. Whatever carries `data-tooltip="words"`, or is a `<time data-tooltip-time>`,
 * shows them on hover and on focus: no script of its own, so that server components and long lists can have them.
 */
export function TooltipLayer() {
  const id = useId();
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => (tip.current ? listen(tip.current) : undefined), []);
  return (
    <div
      ref={tip}
      id={id}
      role="tooltip"
      popover="manual"
      className="fixed inset-auto m-0 max-w-72 rounded-md border bg-raised px-2 py-1 text-xs text-ink"
    />
  );
}

const hoverDelayMs = 250;
const carriers = "[data-tooltip], [data-tooltip-time]";

function listen(tip: HTMLDivElement): () => void {
  let shownFor: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(target: Element) {
    hide();
    const words = wordsOf(target);
    if (!words || !target.isConnected) return;
    shownFor = target;
    tip.textContent = words;
    // Beside its target, so that it belongs to the same landmark or dialog.
    (target.closest("dialog, main, nav, header, aside, footer") ?? document.body).append(tip);
    tip.showPopover();
    placeBeside(tip, target);
    if (!target.hasAttribute("aria-describedby")) target.setAttribute("aria-describedby", tip.id);
  }
  function hide() {
    clearTimeout(timer);
    if (!shownFor) return;
    if (shownFor.getAttribute("aria-describedby") === tip.id) shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    tip.hidePopover();
  }

  const stop = new AbortController();
  const on = (name: string, handle: (event: Event) => void) =>
    document.addEventListener(name, handle, { signal: stop.signal, capture: true, passive: true });

  on("pointerover", (event) => {
    const target = carrierOf(event.target);
    if (target === shownFor || tip.contains(event.target as Node)) return;
    hide();
    if (target && (event as PointerEvent).pointerType !== "touch") timer = setTimeout(() => show(target), hoverDelayMs);
  });
  on("focusin", (event) => {
    const target = carrierOf(event.target);
    if (target && (event.target as Element).matches(":focus-visible")) show(target);
  });
  on("focusout", hide);
  on("pointerdown", hide);
  on("scroll", hide);
  on("keydown", (event) => (event as KeyboardEvent).key === "Escape" && hide());

  return () => {
    stop.abort();
    hide();
  };
}

function carrierOf(node: EventTarget | null): Element | null {
  if (!(node instanceof Element)) return null;
  return node.closest(carriers) ?? (node.matches("a, button") ? node.querySelector("[data-tooltip-time]") : null);
}

function wordsOf(target: Element): string | null {
  if (target instanceof HTMLTimeElement && target.dataset.tooltipTime !== undefined) {
    return exactTime(Date.parse(target.dateTime));
  }
  return target.getAttribute("data-tooltip");
}
