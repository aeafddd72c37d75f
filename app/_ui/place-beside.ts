const gapPx = 6;
const edgePx = 8;

/** Puts a fixed box below its target, or above it where there is no room, inside the window. */
export function placeBeside(box: HTMLElement, target: Element): void {
  const anchor = target.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = anchor.bottom + gapPx;
  const fitsBelow = below + height <= window.innerHeight - edgePx;
  const middle = anchor.left + anchor.width / 2 - width / 2;

  box.style.top = `${fitsBelow ? below : Math.max(edgePx, anchor.top - gapPx - height)}px`;
  box.style.left = `${Math.min(Math.max(edgePx, middle), window.innerWidth - width - edgePx)}px`;
}
