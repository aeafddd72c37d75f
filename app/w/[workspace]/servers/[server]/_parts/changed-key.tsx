"use client";

import { Banner } from "#app/_ui/banner.tsx";
import { Code } from "#app/_ui/code.tsx";
import { ConfirmButton } from "#app/_ui/confirm-dialog.tsx";
import type { FormState } from "#app/_ui/form-state.ts";
import { confirmHostKey } from "../../actions.ts";
import { CompareKey } from "./compare-key.tsx";

type Key = { type: string; fingerprint: string };

type ChangedKeyProps = {
  workspace: string;
  server: { id: string; name: string; hostKey: Key | null; changedHostKey: Key };
  mayTrust: boolean;
  onConfirmed: () => void;
};

/** Everything stands still until an Admin has said that the new key is the server's own. */
export function ChangedKey({ workspace, server, mayTrust, onConfirmed }: ChangedKeyProps) {
  const { id, name, hostKey, changedHostKey } = server;

  async function confirm(): Promise<FormState | null> {
    const state = await confirmHostKey({ workspace, server: id }, changedHostKey.fingerprint);
    if (!state) onConfirmed();
    return state;
  }
  return (
    <Banner kind="danger" title="The host key of this server has changed">
      <div className="grid gap-3">
        <p>
          Either the machine was installed anew, or another machine answers at this address and would read what Devpilot
          sends. Nothing is sent to it, and nothing is deployed, until an Owner or Admin has confirmed the new key.
        </p>
        <KeyLine title="Confirmed before" shown={hostKey} />
        <KeyLine title="Shown now" shown={changedHostKey} />
        <CompareKey />
        {mayTrust && (
          <div>
            <ConfirmButton label="Confirm the new key" title={`Trust the new host key of ${name}?`} action={confirm}>
              <p>
                Devpilot will sign in to whatever machine holds this key, and send it code and secrets. Confirm it only
                if you compared it on the server itself.
              </p>
              <Code wrap>{changedHostKey.fingerprint}</Code>
            </ConfirmButton>
          </div>
        )}
      </div>
    </Banner>
  );
}

function KeyLine({ title, shown }: { title: string; shown: Key | null }) {
  if (!shown) return null;
  return (
    <p className="grid gap-0.5">
      <span className="text-sm text-soft">
        {title} ({shown.type})
      </span>
      <span className="font-mono text-sm break-all">{shown.fingerprint}</span>
    </p>
  );
}
