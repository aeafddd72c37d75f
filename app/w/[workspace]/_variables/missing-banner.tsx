import { Banner } from "#app/_ui/banner.tsx";
import type { Target } from "./target.ts";
import { VariableButton } from "./variable-button.tsx";

type MissingBannerProps = { target: Target; missing: readonly string[]; mayChange: boolean };

/** Required, and without a value: no deployment begins before each has one. */
export function MissingBanner({ target, missing, mayChange }: MissingBannerProps) {
  if (missing.length === 0) return null;
  const title = missing.length === 1 ? "A required variable has no value" : "Required variables have no value";
  return (
    <Banner kind="warn" title={title}>
      <p>No deployment begins before each of these has one.</p>
      <ul className="mt-2 flex flex-wrap gap-2">
        {missing.map((key) => (
          <li key={key} className="flex items-center gap-2">
            {mayChange ? (
              <VariableButton target={target} label="Set" variable={wanted(key)} showsName size="small" />
            ) : (
              <span className="font-mono text-sm">{key}</span>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function wanted(key: string) {
  return { key, value: null, isSecret: true, scope: "both", isStored: false } as const;
}
