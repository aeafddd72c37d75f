import { Card } from "#app/_ui/card.tsx";
import type { OAuthClientsView } from "#lib/instance/view.ts";
import { ProviderMark } from "../../integrations/_parts/provider-mark.tsx";
import { ClientFacts } from "./client-facts.tsx";
import { ClientForm } from "./client-form.tsx";

export type Provider = OAuthClientsView["providers"][number];
export type Client = OAuthClientsView["clients"][number];

type ClientCardProps = { workspace: string; provider: Provider; clients: readonly Client[] };

/** The applications that one host knows this Devpilot by, and the way to another. */
export function ClientCard({ workspace, provider, clients }: ClientCardProps) {
  const state = clients.map(({ origin, clientId, updatedAt }) => `${origin} ${clientId} ${Number(updatedAt)}`).join();
  const more = moreWords(provider, clients);
  return (
    <div id={provider.provider} className="scroll-mt-16">
      <Card
        flush
        title={
          <span className="flex items-center gap-2.5">
            <ProviderMark provider={provider.provider} size="small" />
            {provider.title}
          </span>
        }
      >
        {clients.map((client) => (
          <div key={client.origin} className={more ? "border-b p-4" : "border-b p-4 last:border-b-0"}>
            <ClientFacts workspace={workspace} client={client} />
          </div>
        ))}
        {clients.length === 0 && (
          <div className="p-4">
            <ClientForm workspace={workspace} provider={provider} />
          </div>
        )}
        {clients.length > 0 && more && (
          // A new key when something was stored, so that it closes.
          <details key={state} className="p-4">
            <summary className="w-fit rounded-sm text-soft hover:text-ink touch:py-3">{more}</summary>
            <div className="mt-4">
              <ClientForm workspace={workspace} provider={provider} />
            </div>
          </details>
        )}
      </Card>
    </div>
  );
}

/** What else can be registered: nothing where the only host there is was set by the environment. */
function moreWords({ isSelfHosted }: Provider, clients: readonly Client[]): string | null {
  const isReplaceable = clients.some(({ id }) => id !== null);
  if (!isSelfHosted) return isReplaceable ? "Replace it" : null;
  return isReplaceable ? "Register another host, or replace one" : "Register another host";
}
