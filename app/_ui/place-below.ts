const gapPx = 4;
const edgePx = 8;

/** Puts a fixed panel under its button, from the button's start or to its end, no taller than the window allows. */
export function placeBelow(panel: HTMLElement | null, button: HTMLElement | null, align: "start" | "end"): void {
  if (!panel || !button) return;
  const anchor = button.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(button).direction === "rtl";
  const holdsLeft = (align === "start") !== isRightToLeft;
  const windowWidth = document.documentElement.clientWidth;

  panel.style.top = `${anchor.bottom + gapPx}px`;
  panel.style.maxHeight = `${window.innerHeight - anchor.bottom - gapPx - edgePx}px`;
  panel.style.left = holdsLeft ? `${Math.max(edgePx, anchor.left)}px` : "auto";
  panel.style.right = holdsLeft ? "auto" : `${Math.max(edgePx, windowWidth - anchor.right)}px`;
}
