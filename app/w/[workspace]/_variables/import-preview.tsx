import { Badge } from "#app/_ui/badge.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import type { Tone } from "#app/_ui/tones.ts";
import type { PreviewView } from "#lib/apps/preview-import.ts";

const changes: Record<PreviewView["variables"][number]["change"], { word: string; tone: Tone }> = {
  new: { word: "new", tone: "green" },
  changed: { word: "replaces the stored one", tone: "amber" },
  same: { word: "as it is", tone: "grey" },
};

/** What an import would do to each variable, by name. */
export function ImportPreview({ preview: { variables, warnings } }: { preview: PreviewView }) {
  return (
    <section aria-label="What the import changes" role="status" className="grid gap-3">
      <ul className="max-h-80 divide-y overflow-y-auto rounded-lg border">
        {variables.map(({ key, change }) => (
          <li key={key} className="flex items-center justify-between gap-4 px-3 py-1.5">
            <span className="min-w-0 font-mono text-sm break-all">{key}</span>
            <span className="shrink-0">
              <Badge tone={changes[change].tone}>{changes[change].word}</Badge>
            </span>
          </li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <Banner kind="warn" title="Too short to be masked">
          {warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Banner>
      )}
    </section>
  );
}
