"use client";

import { Button } from "#app/_ui/button.tsx";
import type { Editing } from "./use-pipeline.ts";

type SaveBarProps = { editing: Editing; onReview: () => void; onDiscard: () => void };

/** Stays in sight as long as something is not saved. */
export function SaveBar({ editing, onReview, onDiscard }: SaveBarProps) {
  const { differences, discard, isSaving } = editing;
  return (
    <div
      role="region"
      aria-label="Unsaved changes"
      className="sticky bottom-4 z-20 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-edge bg-raised px-4 py-2.5"
    >
      <p role="status" className="font-medium">
        {differences.length === 1 ? "1 change" : `${differences.length} changes`} not saved
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => {
            discard();
            onDiscard();
          }}
        >
          Discard
        </Button>
        <Button variant="primary" pending={isSaving} onClick={onReview}>
          Review and save
        </Button>
      </div>
    </div>
  );
}
