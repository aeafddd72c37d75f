import { Card } from "#app/_ui/card.tsx";
import { ownsInstance } from "#lib/instance/owner.ts";
import { SetUpFirst } from "../../../_parts/set-up-first.tsx";
import type { ConnectProps } from "./connect-props.ts";
import { ConsentForm } from "./consent-form.tsx";
import { TokenForm } from "./token-form.tsx";

/** A host with accounts: by its consent page, or by a token where the host has such. */
export async function ConnectService({ actor, workspace, provider }: ConnectProps) {
  const { title, hasOAuth, token } = provider;
  return (
    <>
      {hasOAuth ? (
        <ConsentForm workspace={workspace} provider={provider} />
      ) : (
        <Card title={`Through ${title}'s own page`}>
          <div className="text-soft">
            <SetUpFirst workspace={workspace} title={title} ownsInstance={await ownsInstance(actor)} />
          </div>
        </Card>
      )}
      {token && <TokenForm workspace={workspace} provider={provider} token={token} />}
    </>
  );
}
