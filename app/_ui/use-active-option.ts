"use client";

import { type KeyboardEvent, useState } from "react";

/** Moves a highlighted option through a list of `count` with the arrow keys, while the focus stays in a text field. */
export function useActiveOption(count: number, choose: (index: number) => void) {
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, count - 1);

  function onKeyDown(event: KeyboardEvent) {
    const next = nextActive(event.key, active, count);
    if (next !== null) {
      event.preventDefault();
      setActive(next);
    } else if (event.key === "Enter" && active >= 0 && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(active);
    }
  }
  return { active, setActive, onKeyDown };
}

function nextActive(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  const moves: Record<string, number> = {
    ArrowDown: (active + 1) % count,
    ArrowUp: (active - 1 + count) % count,
    PageDown: Math.min(count - 1, active + 8),
    PageUp: Math.max(0, active - 8),
  };
  return moves[key] ?? null;
}
