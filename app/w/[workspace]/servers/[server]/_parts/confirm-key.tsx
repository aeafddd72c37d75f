"use client";

import { useState, useTransition } from "react";
import { Button } from "#app/_ui/button.tsx";
import { Code } from "#app/_ui/code.tsx";
import { confirmHostKey } from "../../actions.ts";
import { CompareKey } from "./compare-key.tsx";

type ConfirmKeyProps = {
  workspace: string;
  server: string;
  fingerprint: string;
  mayTrust: boolean;
  /** What goes on when the key is pinned. */
  onConfirmed: () => void;
  onRetry: () => void;
};

/** The first sight of a host key: shown in full, and pinned by a person. */
export function ConfirmKey({ workspace, server, fingerprint, mayTrust, onConfirmed, onRetry }: ConfirmKeyProps) {
  const [isPending, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);

  function confirm() {
    start(async () => {
      const state = await confirmHostKey({ workspace, server }, fingerprint);
      if (state) setFailure(state.message ?? "The key could not be confirmed. Try again.");
      else onConfirmed();
    });
  }
  return (
    <div className="mt-1 grid gap-3 rounded-lg border border-amber-line bg-amber-soft p-3 text-base text-ink">
      <p>
        The server shows this host key. Nothing was sent to it yet: confirm that this is your server, and Devpilot will
        accept no other key from now on.
      </p>
      <Code copyName="the fingerprint" wrap>
        {fingerprint}
      </Code>
      <CompareKey isOpen />
      {failure && (
        <p role="alert" className="text-red">
          {failure}
        </p>
      )}
      {mayTrust ? (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" pending={isPending} onClick={confirm}>
            Confirm and go on
          </Button>
          {failure && <Button onClick={onRetry}>Test again</Button>}
        </div>
      ) : (
        <p className="font-medium">An Owner or Admin of the workspace has to confirm it.</p>
      )}
    </div>
  );
}
