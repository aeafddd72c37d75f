import type { Metadata } from "next";
import { cache } from "react";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../_frame/framed-page.tsx";
import { Live } from "../../../_live/live.tsx";
import { projectChoices } from "../../../apps/_parts/choices.ts";
import { IntegrationStatus } from "../_parts/integration-status.tsx";
import { ProviderMark } from "../_parts/provider-mark.tsx";
import { AppsCard } from "./_parts/apps-card.tsx";
import { ConnectionCard } from "./_parts/connection-card.tsx";
import { HostKeysCard } from "./_parts/host-keys-card.tsx";
import { KeySetUp } from "./_parts/key-set-up.tsx";
import { NameCard } from "./_parts/name-card.tsx";
import { ReachCard } from "./_parts/reach-card.tsx";
import { RemoveCard } from "./_parts/remove-card.tsx";
import { ReplaceCard } from "./_parts/replace-card.tsx";
import { ScopesCard } from "./_parts/scopes-card.tsx";
import { StateBanner } from "./_parts/state-banner.tsx";

const door = "/w/[workspace]/settings/integrations/[integration]";
type Props = PageOf<typeof door>;

/** Once for the page and its title, so that the title is never later than the page. */
const find = cache((workspace: string, integration: string) => see("integrations.find", workspace, { integration }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await openPage(door, params);
  const { workspace, integration } = await params;
  const { name, title } = await find(workspace, integration);
  return { title: `${name} · ${title}` };
}

export default async function IntegrationPage({ params }: Props) {
  const { actor, workspace, stamp } = await openPage(door, params);
  const { slug } = workspace;
  const { integration: id } = await params;
  const [integration, removal, providers, projects] = await Promise.all([
    find(slug, id),
    see("integrations.removal", slug, { integration: id }),
    see("integrations.providers", slug),
    projectChoices(actor, slug),
  ]);
  const token = providers.data.find(({ provider }) => provider === integration.provider)?.token ?? null;
  const about = { workspace: slug, integration };
  const crumbs = [
    { label: "Settings", href: paths.settings(slug) },
    { label: "Integrations", href: paths.integrations(slug) },
    { label: integration.name },
  ];
  return (
    <FramedPage crumbs={crumbs} width="reading">
      <Live workspace={slug} stamp={stamp} />
      <div className="flex min-w-0 items-start gap-3">
        <ProviderMark provider={integration.provider} />
        <PageHeader
          title={integration.name}
          status={<IntegrationStatus integration={integration} />}
          summary={integration.title}
        />
      </div>
      <StateBanner {...about} />
      {integration.state === "pending" && <KeySetUp {...about} />}
      {integration.state !== "pending" && <ConnectionCard {...about} />}
      {integration.scopes.length > 0 && <ScopesCard {...about} />}
      {integration.hostKeys.length > 0 && <HostKeysCard {...about} />}
      <AppsCard {...about} />
      <ReachCard {...about} projects={projects} />
      <NameCard {...about} />
      <ReplaceCard {...about} token={token} />
      <RemoveCard {...about} removal={removal} />
    </FramedPage>
  );
}
