"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { isTyping } from "#app/_ui/is-typing.ts";
import { openPanel } from "./panel.ts";
import type { OpenWorkspace } from "./people.ts";
import { sectionsOf } from "./sections.ts";

const secondKeyMs = 1200;

/** ⌘K searches, `?` helps, `g` and a letter go, `/` finds on the page, `j` and `k` move through a list. */
export function useFrameKeys(workspace: OpenWorkspace): void {
  const router = useRouter();

  useEffect(() => {
    let goPressedAt = 0;

    const actions: Record<string, () => void> = {
      "?": () => openPanel("keys"),
      "/": () => document.querySelector<HTMLInputElement>("[data-page-search]")?.focus(),
      g: () => (goPressedAt = Date.now()),
      j: () => moveThroughRows(1),
      k: () => moveThroughRows(-1),
    };

    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.repeat) return;
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k")
        return act(event, () => openPanel("search"));
      if (isTyping(event)) return;
      const section =
        Date.now() - goPressedAt < secondKeyMs && sectionsOf(workspace).find(({ letter }) => letter === event.key);
      goPressedAt = 0;
      const action = section ? () => router.push(section.href(workspace.key)) : actions[event.key];
      if (action) act(event, action);
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [router, workspace]);
}

function act(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  action();
}

function moveThroughRows(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row-link]")].filter(
    (row) => row.offsetParent !== null,
  );
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  rows[next]?.focus();
}
