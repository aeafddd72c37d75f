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
          <div key={client.origin} className="border-b p-4">
            <ClientFacts workspace={workspace} client={client} />
          </div>
        ))}
        <div className="p-4">
          {clients.length === 0 ? (
            <ClientForm workspace={workspace} provider={provider} />
          ) : (
            <details key={state}>
              <summary className="w-fit rounded-sm text-soft hover:text-ink touch:py-3">
                {provider.isSelfHosted ? "Register another host, or replace one" : "Replace it"}
              </summary>
              <div className="mt-4">
                <ClientForm workspace={workspace} provider={provider} />
              </div>
            </details>
          )}
        </div>
      </Card>
    </div>
  );
}
