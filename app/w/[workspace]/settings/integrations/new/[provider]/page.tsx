import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, type ReactNode } from "react";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { see } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../../_frame/framed-page.tsx";
import { ProviderMark } from "../../_parts/provider-mark.tsx";
import type { ConnectProps } from "./_parts/connect-props.ts";
import { ConnectService } from "./_parts/connect-service.tsx";
import { HttpsForm } from "./_parts/https-form.tsx";
import { SshForm } from "./_parts/ssh-form.tsx";

const door = "/w/[workspace]/settings/integrations/new/[provider]";
type Props = PageOf<typeof door>;

/** How one connects what is no service with accounts of its own. */
const plain: Record<string, (props: ConnectProps) => ReactNode> = { https: HttpsForm, ssh: SshForm };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Connect ${(await openProvider(params)).provider.title}` };
}

export default async function ConnectPage({ params }: Props) {
  const { actor, slug, provider } = await openProvider(params);
  const Connect = plain[provider.provider] ?? ConnectService;
  const crumbs = [
    { label: "Settings", href: paths.settings(slug) },
    { label: "Integrations", href: paths.integrations(slug) },
    { label: `Connect ${provider.title}` },
  ];
  return (
    <FramedPage crumbs={crumbs} width="reading">
      <div className="flex items-center gap-3">
        <ProviderMark provider={provider.provider} />
        <PageHeader title={`Connect ${provider.title}`} />
      </div>
      <Connect actor={actor} workspace={slug} provider={provider} />
    </FramedPage>
  );
}

const listProviders = cache((workspace: string) => see("integrations.providers", workspace));

async function openProvider(params: Props["params"]) {
  const { actor, workspace } = await openPage(door, params);
  const [{ data }, { provider: asked }] = await Promise.all([listProviders(workspace.slug), params]);
  const provider = data.find((each) => each.provider === asked);
  return provider ? { actor, slug: workspace.slug, provider } : notFound();
}
