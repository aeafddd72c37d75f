"use client";

import { Check } from "lucide-react";
import { useForm } from "#app/_ui/form-context.ts";

/** What the form around it did, beside its button, until something is changed again. */
export function DoneMark({ words }: { words: string }) {
  const { isSaved } = useForm();
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-green">
      {isSaved && (
        <>
          <Check aria-hidden className="size-4" />
          {words}
        </>
      )}
    </span>
  );
}
