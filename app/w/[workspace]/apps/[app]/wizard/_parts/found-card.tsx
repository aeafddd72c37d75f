import { Badge } from "#app/_ui/badge.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { Card } from "#app/_ui/card.tsx";
import { DefinitionList } from "#app/_ui/definition-list.tsx";
import type { Tone } from "#app/_ui/tones.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { AcceptForm } from "./accept-form.tsx";
import { factsOf, headline } from "./detection-facts.tsx";
import type { Target } from "./step-props.ts";

type FoundCardProps = { target: Target; branch: string; detection: Detection };

const certainties: Record<Detection["certainty"], { tone: Tone; word: string; words: string }> = {
  certain: { tone: "green", word: "Certain", words: "The repository says so itself, and nothing in it contradicts." },
  likely: { tone: "blue", word: "Likely", words: "Much points there. Have a look before you go on." },
  unsure: {
    tone: "amber",
    word: "Not sure",
    words: "This is a guess. Choose the platform yourself if it is not right.",
  },
};

/** The one proposal, how sure it is, and why. */
export function FoundCard({ target, branch, detection }: FoundCardProps) {
  const { tone, word, words } = certainties[detection.certainty];
  const { commit, directory, certainty, evidence, doubts } = detection;
  return (
    <Card title={headline(detection)} actions={<Badge tone={tone}>{word}</Badge>}>
      <div className="grid gap-5">
        <p className="text-soft">
          {words} Seen at <span className="font-mono text-sm">{commit.slice(0, 7)}</span> of <bdi>{branch}</bdi>
          {directory && (
            <>
              , in <span className="font-mono text-sm break-all">{directory}</span>
            </>
          )}
          .
        </p>
        <Sentences title="What says so" sentences={evidence} />
        {doubts.length > 0 && (
          <Banner kind="warn" title="To be decided by you">
            <Sentences sentences={doubts} />
          </Banner>
        )}
        <DefinitionList items={factsOf(detection)} />
        <AcceptForm target={target} seen={{ commit, directory }} isGuess={certainty === "unsure"} />
      </div>
    </Card>
  );
}

function Sentences({ title, sentences }: { title?: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div className="grid gap-1">
      {title && <h3 className="font-medium">{title}</h3>}
      <ul className="grid list-disc gap-1 ps-5">
        {sentences.map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}
