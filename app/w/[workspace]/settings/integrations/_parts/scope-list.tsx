import { Check, CircleAlert } from "lucide-react";

type ScopeListProps = {
  label: string;
  scopes: readonly { name: string; reason: string | null; isGranted?: boolean }[];
};

/** What an account is asked for or has given, each with its reason. */
export function ScopeList({ label, scopes }: ScopeListProps) {
  return (
    <ul aria-label={label} className="grid gap-3">
      {scopes.map(({ name, reason, isGranted = true }) => (
        <li key={name} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5">
          <span className="pt-0.5">
            {isGranted ? (
              <Check aria-hidden className="size-4 text-green" />
            ) : (
              <CircleAlert aria-hidden className="size-4 text-amber" />
            )}
          </span>
          <div className="grid min-w-0 gap-0.5">
            <p>
              <code className="font-mono text-sm break-all">{name}</code>
              {!isGranted && <span className="font-medium text-amber"> · not granted</span>}
            </p>
            <p className="text-sm text-soft">{reason ?? "Not asked for by Devpilot, but granted."}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
