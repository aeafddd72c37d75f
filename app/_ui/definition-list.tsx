import type { ReactNode } from "react";

export type Definition = { term: string; value: ReactNode };

/** Facts as pairs: beside each other where there is room, else below. */
export function DefinitionList({ items }: { items: readonly Definition[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)]">
      {items.map(({ term, value }) => (
        <div key={term} className="grid gap-0.5 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-soft">{term}</dt>
          <dd className="min-w-0 break-words">{value ?? <span className="text-faint">—</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
