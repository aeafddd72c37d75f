import { Day, Time } from "#app/_ui/time.tsx";

export function Name({ children }: { children: string }) {
  return <span className="font-mono text-sm break-all">{children}</span>;
}

type ValueProps = { row: { isSecret: boolean; value: string | null; updatedAt: Date } };

/** A secret is never shown again; of a plain one, two lines. */
export function Value({ row: { isSecret, value, updatedAt } }: ValueProps) {
  if (isSecret) {
    return (
      <span className="text-soft">
        Secret, stored on <Day at={updatedAt} />
      </span>
    );
  }
  if (!value) return <span className="text-faint">Empty</span>;
  return (
    <span dir="ltr" className="line-clamp-2 max-w-md font-mono text-sm break-all whitespace-pre-wrap">
      {value}
    </span>
  );
}

export function Changed({ at, by }: { at: Date; by: string }) {
  return (
    <span className="text-soft">
      <Time at={at} focusable /> by <span dir="auto">{by}</span>
    </span>
  );
}
