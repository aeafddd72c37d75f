import type { Metadata } from "next";
import { Banner } from "#app/_ui/banner.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { ownsInstance } from "#lib/instance/owner.ts";
import { wordsOfProblem } from "#lib/integrations/oauth-problems.ts";
import { Live } from "../../_live/live.tsx";
import { SettingsPage } from "../_parts/settings-page.tsx";
import { channels, clouds, ComingSoon } from "./_parts/coming-soon.tsx";
import { Group } from "./_parts/group.tsx";
import { ProviderCard } from "./_parts/provider-card.tsx";

export const metadata: Metadata = { title: "Integrations" };

const door = "/w/[workspace]/settings/integrations";

/** Side by side: a column that grows leaves the other as it is. */
const columns = [
  { label: "Hosts with accounts", isService: true },
  { label: "Any other host", isService: false },
];

export default async function IntegrationsPage({ params, searchParams }: PageOf<typeof door>) {
  const { actor, workspace, stamp } = await openPage(door, params, searchParams);
  const { slug } = workspace;
  const [providers, integrations, isOwner, search] = await Promise.all([
    see("integrations.providers", slug),
    see("integrations.list", slug),
    ownsInstance(actor),
    searchParams,
  ]);
  const problem = wordsOfProblem(search.problem);
  return (
    <SettingsPage actor={actor} workspace={workspace} tab="integrations">
      <Live workspace={slug} stamp={stamp} />
      {problem && (
        <Banner kind="danger" title="Nothing was connected">
          {problem}
        </Banner>
      )}
      <Group
        title="Source control"
        sentence="Where your code comes from. One account serves many apps, and a host may have several accounts."
      >
        <div className="grid items-start gap-3 lg:grid-cols-2">
          {columns.map(({ label, isService }) => (
            <ul key={label} aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-3">
              {providers.data
                .filter(({ callbackUrl }) => isService === (callbackUrl !== null))
                .map((provider) => (
                  <ProviderCard
                    key={provider.provider}
                    workspace={slug}
                    provider={provider}
                    integrations={integrations.data.filter((each) => each.provider === provider.provider)}
                    ownsInstance={isOwner}
                  />
                ))}
            </ul>
          ))}
        </div>
      </Group>
      <Group title="Cloud providers" sentence="Where servers come from. Until then, connect machines that you have.">
        <ComingSoon label="Cloud providers" providers={clouds} />
      </Group>
      <Group title="Notification channels" sentence="Who hears of what happened.">
        <ComingSoon label="Notification channels" providers={channels} />
      </Group>
    </SettingsPage>
  );
}
