import { Badge } from "#app/_ui/badge.tsx";
import type { Tone } from "#app/_ui/tones.ts";
import type { PreviewView } from "#lib/deployments/preview-view.ts";

type Variables = NonNullable<PreviewView["variables"]>;
type PlanVariablesProps = {
  /** Null for those who may not see them. */
  variables: Variables | null;
  /** Nothing is live that they could differ from. */
  isFirst: boolean;
};

const kinds = [
  { name: "missing", word: "Missing", tone: "red" },
  { name: "new", word: "New", tone: "green" },
  { name: "changed", word: "Changed", tone: "amber" },
  { name: "removed", word: "Removed", tone: "grey" },
] as const satisfies readonly { name: keyof Variables; word: string; tone: Tone }[];

/** Which variables differ from what is live, by name alone. */
export function PlanVariables({ variables, isFirst }: PlanVariablesProps) {
  if (variables === null) return "Told to those who may see the app's environment";
  const differing = kinds.filter(({ name }) => variables[name].length > 0);
  if (differing.length === 0) return isFirst ? "None" : "As in the live release";
  return (
    <ul className="grid gap-1.5">
      {differing.map(({ name, word, tone }) => (
        <li key={name} className="flex flex-wrap items-center gap-1.5">
          <span className="text-soft">{word}:</span>
          {variables[name].map((key) => (
            <Badge key={key} tone={tone} mono>
              {key}
            </Badge>
          ))}
        </li>
      ))}
    </ul>
  );
}
