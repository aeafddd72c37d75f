"use client";

import { ArrowUpDown, type LucideIcon, Minus, PencilLine, Plus } from "lucide-react";
import { Button } from "#app/_ui/button.tsx";
import { type Tone, toneText } from "#app/_ui/tones.ts";
import type { Difference } from "./difference.ts";
import type { Editing } from "./use-pipeline.ts";

type ChangesPanelProps = {
  editing: Editing;
  isReadOnly: boolean;
  isReviewing: boolean;
  onBack: () => void;
  onSave: () => void;
};

/** What saving would change, hook by hook, and the button that does it. */
export function ChangesPanel({ editing, isReadOnly, isReviewing, onBack, onSave }: ChangesPanelProps) {
  const { differences, isSaving, newer } = editing;
  if (differences.length === 0) return <Hint isReadOnly={isReadOnly} />;
  return (
    <section aria-labelledby="changes" className="rounded-lg border bg-raised">
      <h2 id="changes" tabIndex={-1} className="rounded-t-lg border-b px-4 py-3 font-semibold">
        Changes
      </h2>
      <ul className="grid gap-3 p-4">
        {differences.map((difference) => (
          <DifferenceLine key={`${difference.key}-${difference.kind}`} difference={difference} />
        ))}
      </ul>
      <footer className="flex flex-wrap justify-end gap-2 border-t p-3">
        {isReviewing && <Button onClick={onBack}>Go on editing</Button>}
        <Button
          variant="primary"
          pending={isSaving}
          disabledReason={newer ? "Somebody else changed it meanwhile" : null}
          onClick={onSave}
        >
          Save the pipeline
        </Button>
      </footer>
    </section>
  );
}

const faces: Record<Difference["kind"], { word: string; Icon: LucideIcon; tone: Tone }> = {
  added: { word: "Added", Icon: Plus, tone: "green" },
  changed: { word: "Changed", Icon: PencilLine, tone: "blue" },
  moved: { word: "Moved", Icon: ArrowUpDown, tone: "blue" },
  removed: { word: "Removed", Icon: Minus, tone: "red" },
};

function DifferenceLine({ difference: { kind, name, detail } }: { difference: Difference }) {
  const { word, Icon, tone } = faces[kind];
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${toneText[tone]}`} />
      <div className="min-w-0">
        <p className="break-words">
          <span className={toneText[tone]}>{word}</span>{" "}
          <span dir="auto" className="font-medium">
            {name || "a hook without a name"}
          </span>
        </p>
        <p dir="auto" className="text-sm break-words text-soft">
          {detail}
        </p>
      </div>
    </li>
  );
}

function Hint({ isReadOnly }: { isReadOnly: boolean }) {
  return (
    <div className="grid gap-2 rounded-lg border border-dashed p-4 text-soft">
      <p>A deployment runs all of this from top to bottom. A hook that fails stops it, and what was live stays live.</p>
      <p>
        {isReadOnly
          ? "You may look at the hooks, not change them."
          : "Choose a hook to change it, or add one to a stage."}
      </p>
    </div>
  );
}
