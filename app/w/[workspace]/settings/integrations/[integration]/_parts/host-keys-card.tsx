import { Card } from "#app/_ui/card.tsx";
import { Code } from "#app/_ui/code.tsx";
import { PublicKey } from "../../_parts/public-key.tsx";
import type { About } from "./about.ts";

/** Both ends of Git over SSH: the host's pinned key, and the key that Devpilot shows to it. */
export function HostKeysCard({ integration: { hostKeys, publicKey, state } }: About) {
  return (
    <Card title="Keys">
      <div className="grid gap-5">
        <div className="grid gap-2">
          <p>
            The git host showed this key at the first success. Devpilot talks to no machine there that shows another.
          </p>
          {hostKeys.map(({ type, fingerprint }) => (
            <Code key={fingerprint} copyName="the fingerprint" wrap>{`${fingerprint} (${type})`}</Code>
          ))}
        </div>
        {publicKey && state !== "pending" && <PublicKey publicKey={publicKey} />}
      </div>
    </Card>
  );
}
