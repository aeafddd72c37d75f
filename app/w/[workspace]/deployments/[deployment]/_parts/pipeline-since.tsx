import { ArrowUpDown, type LucideIcon, Minus, Plus } from "lucide-react";
import Link from "next/link";
import { type Tone, toneText } from "#app/_ui/tones.ts";

export interface PipelineChange {
  kind: "added" | "changed" | "removed";
  name: string;
  detail: string;
}

type PipelineSinceProps = { changes: readonly PipelineChange[]; href: string };

const faces: Record<PipelineChange["kind"], { word: string; Icon: LucideIcon; tone: Tone }> = {
  added: { word: "Added", Icon: Plus, tone: "green" },
  changed: { word: "Changed", Icon: ArrowUpDown, tone: "blue" },
  removed: { word: "Removed", Icon: Minus, tone: "red" },
};

/** How the pipeline of today differs from the one of this deployment; nothing where it does not. */
export function PipelineSince({ changes, href }: PipelineSinceProps) {
  if (changes.length === 0) return null;
  return (
    <details className="rounded-lg border px-4 py-3">
      <summary className="cursor-pointer rounded-sm font-medium">
        The pipeline has changed since: {changes.length === 1 ? "one hook" : `${changes.length} hooks`}
      </summary>
      <ul className="mt-3 grid gap-2">
        {changes.map(({ kind, name, detail }, index) => (
          <Line key={index} face={faces[kind]} name={name} detail={detail} />
        ))}
      </ul>
      <p className="mt-3 text-sm text-soft">
        A retry of it runs the hooks that it had; a new deployment runs those of{" "}
        <Link href={href} className="rounded-sm underline">
          the pipeline
        </Link>{" "}
        as it is now.
      </p>
    </details>
  );
}

type LineProps = { face: (typeof faces)["added"]; name: string; detail: string };

function Line({ face: { word, Icon, tone }, name, detail }: LineProps) {
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${toneText[tone]}`} />
      <p className="min-w-0 break-words">
        <span className={toneText[tone]}>{word}</span>{" "}
        <span dir="auto" className="font-medium">
          {name}
        </span>{" "}
        <span className="text-soft">{detail}</span>
      </p>
    </li>
  );
}
