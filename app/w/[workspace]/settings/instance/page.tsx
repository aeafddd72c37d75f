import type { Metadata } from "next";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { SettingsPage } from "../_parts/settings-page.tsx";
import { ClientCard } from "./_parts/client-card.tsx";

export const metadata: Metadata = { title: "Instance" };

const door = "/w/[workspace]/settings/instance";

export default async function InstancePage({ params }: PageOf<typeof door>) {
  const { actor, workspace } = await openPage(door, params);
  const { clients, providers } = await see("instance.listOAuthClients", workspace.slug);
  return (
    <SettingsPage actor={actor} workspace={workspace} tab="instance">
      <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">
        <p className="text-soft">
          For every workspace of this Devpilot. A git host lets people say yes to an application that it knows: register
          this Devpilot with each host once, and every workspace can connect its accounts.
        </p>
        {providers.map((provider) => (
          <ClientCard
            key={provider.provider}
            workspace={workspace.slug}
            provider={provider}
            clients={clients.filter((client) => client.provider === provider.provider)}
          />
        ))}
      </div>
    </SettingsPage>
  );
}
