"use client";

import { useState, useTransition } from "react";
import { Button, type ButtonProps } from "#app/_ui/button.tsx";
import type { FormState } from "#app/_ui/form-state.ts";

export interface Try {
  label: string;
  action: () => Promise<FormState | null>;
  /** What is said when it went well; nothing for what leads to another page. */
  done?: string;
  variant?: ButtonProps["variant"];
}

/** Asks the host for something, one thing at a time; what came of it stands under the buttons. */
export function TryButtons({ tries }: { tries: readonly Try[] }) {
  const [isPending, start] = useTransition();
  const [last, setLast] = useState<{ label: string; state: FormState | null } | null>(null);
  const refusal = last?.state && (last.state.message ?? Object.values(last.state.fields ?? {})[0]);
  const done = last?.state && !refusal ? tries.find(({ label }) => label === last.label)?.done : undefined;

  function press({ label, action }: Try) {
    setLast({ label, state: null });
    start(async () => {
      const state = await action();
      start(() => setLast({ label, state: state ?? {} }));
    });
  }
  return (
    <div className="grid min-w-0 gap-2">
      <div className="flex flex-wrap gap-2">
        {tries.map((each) => (
          <Button
            key={each.label}
            variant={each.variant}
            pending={isPending && last?.label === each.label}
            onClick={() => !isPending && press(each)}
          >
            {each.label}
          </Button>
        ))}
      </div>
      <div aria-live="polite" className="empty:hidden">
        {refusal && <p className="break-words text-red">{refusal}</p>}
        {done && <p className="text-green">{done}</p>}
      </div>
    </div>
  );
}
