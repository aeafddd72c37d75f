import { type ReactNode, useId } from "react";

type GroupProps = { title: string; sentence: string; children: ReactNode };

/** One of the page's groups of providers. */
export function Group({ title, sentence, children }: GroupProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <div className="grid gap-0.5">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        <p className="text-soft">{sentence}</p>
      </div>
      {children}
    </section>
  );
}
