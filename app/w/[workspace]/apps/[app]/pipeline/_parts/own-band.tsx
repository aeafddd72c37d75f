import { Lock } from "lucide-react";
import type { Band } from "./bands.ts";

/** Steps of Devpilot's own: always there, always here. */
export function OwnBand({ band: { title, steps } }: { band: Extract<Band, { kind: "own" }> }) {
  return (
    <section aria-label={`${title}, by Devpilot`} className="rounded-lg border border-dashed bg-sunken px-4 py-2.5">
      <h2 className="flex items-center gap-2 font-medium text-soft">
        <Lock aria-hidden className="size-3.5" />
        {title}
      </h2>
      <ul className="grid gap-0.5 ps-5.5 text-sm text-soft">
        {steps
          .filter(({ name, detail }) => name !== title || detail)
          .map(({ name, detail }) => (
            <li key={name} className="break-words">
              {name !== title && name}
              {name !== title && detail && ": "}
              {detail && (
                <span dir="auto" className="break-words">
                  {detail}
                </span>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}
