"use client";

import { useOptimistic, useState, useTransition } from "react";
import { Switch } from "#app/_ui/switch.tsx";
import { pinRelease } from "../../../actions.ts";

type PinSwitchProps = { workspace: string; deployment: string; number: number; isPinned: boolean };

/** A pinned release stays on the server, however many come after it. */
export function PinSwitch({ workspace, deployment, number, isPinned }: PinSwitchProps) {
  const [, start] = useTransition();
  const [isOn, setOn] = useOptimistic(isPinned);
  const [failure, setFailure] = useState<string | null>(null);
  return (
    <span className="grid gap-1">
      <Switch
        label={`Keep #${number} on the server`}
        hideLabel
        checked={isOn}
        onChange={(event) => {
          const wanted = event.target.checked;
          start(async () => {
            setOn(wanted);
            setFailure((await pinRelease(workspace, deployment, wanted)).message ?? null);
          });
        }}
      />
      {failure && (
        <span role="alert" className="text-sm text-red">
          {failure}
        </span>
      )}
    </span>
  );
}
