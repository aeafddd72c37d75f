import { Check, CircleAlert, Dot } from "lucide-react";

type ScopeListProps = {
  label: string;
  /** `isGranted` is left out where nobody was asked yet. */
  scopes: readonly { name: string; reason: string | null; isGranted?: boolean }[];
};

/** What an account is asked for or has given, each with its reason. */
export function ScopeList({ label, scopes }: ScopeListProps) {
  return (
    <ul aria-label={label} className="grid gap-3">
      {scopes.map(({ name, reason, isGranted }) => (
        <li key={name} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5">
          <span className="pt-0.5">
            <ScopeIcon isGranted={isGranted} />
          </span>
          <div className="grid min-w-0 gap-0.5">
            <p>
              <code className="font-mono text-sm break-all">{name}</code>
              {isGranted === false && <span className="font-medium text-amber"> · not granted</span>}
            </p>
            {reason && <p className="text-sm text-soft">{reason}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function ScopeIcon({ isGranted }: { isGranted: boolean | undefined }) {
  if (isGranted === undefined) return <Dot aria-hidden className="size-4 text-faint" />;
  const Icon = isGranted ? Check : CircleAlert;
  return <Icon aria-hidden className={`size-4 ${isGranted ? "text-green" : "text-amber"}`} />;
}
