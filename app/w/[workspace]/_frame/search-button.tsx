"use client";

import { Search } from "lucide-react";
import { Kbd } from "#app/_ui/kbd.tsx";
import { openPanel } from "./panel.ts";

export function SearchButton() {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => openPanel("search")}
      className="flex size-8 items-center justify-center gap-2 rounded-md text-soft hover:bg-hover hover:text-ink sm:w-52 sm:justify-start sm:border sm:bg-raised sm:px-2.5 touch:size-11 sm:touch:w-52"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="max-sm:sr-only">Search</span>
      <span aria-hidden className="ms-auto max-sm:hidden">
        <Kbd keys="⌘K" />
      </span>
    </button>
  );
}
