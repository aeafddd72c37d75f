"use client";

import { useState, useTransition } from "react";
import { Button, type ButtonProps } from "#app/_ui/button.tsx";
import type { FormState } from "#app/_ui/form-state.ts";

type ActionButtonProps = Omit<ButtonProps, "onClick" | "pending"> & { action: () => Promise<FormState | null> };

/** Does something that needs no question; what went wrong stands under it. */
export function ActionButton({ action, ...rest }: ActionButtonProps) {
  const [isPending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  return (
    <span className="grid justify-items-start gap-1">
      <Button
        {...rest}
        pending={isPending}
        onClick={() => start(async () => setFailure((await action())?.message ?? null))}
      />
      {failure && (
        <span role="alert" className="text-sm text-red">
          {failure}
        </span>
      )}
    </span>
  );
}
