"use client";

import { SubmitButton } from "#app/_ui/form.tsx";

type StepButtonsProps = { hasBack?: boolean; label?: string };

/** Both keep what was typed. Continue comes first, so that Enter in a field means it. */
export function StepButtons({ hasBack = true, label = "Continue" }: StepButtonsProps) {
  return (
    <div className="flex flex-wrap gap-2">
      <SubmitButton name="go" value="next">
        {label}
      </SubmitButton>
      {hasBack && (
        <SubmitButton name="go" value="back" variant="secondary">
          Back
        </SubmitButton>
      )}
    </div>
  );
}
