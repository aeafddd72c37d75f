import type { Metadata } from "next";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../../_frame/framed-page.tsx";
import { addressWords } from "../../_parts/machine-words.ts";
import { ServerTabs } from "../../_parts/server-tabs.tsx";
import { AddressSettings } from "./_parts/address-settings.tsx";
import { ForgetServer } from "./_parts/forget-server.tsx";
import { ReplaceAccess } from "./_parts/replace-access.tsx";
import { RunAsUsers } from "./_parts/run-as-users.tsx";

const door = "/w/[workspace]/servers/[server]/settings";
type Props = PageOf<typeof door>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Settings · ${(await openPage(door, params)).resource.name}` };
}

export default async function ServerSettingsPage({ params }: Props) {
  const { actor, workspace, resource } = await openPage(door, params);
  const { slug } = workspace;
  const at = { serverId: resource.id };
  const server = await look("servers.find", slug, { server: resource.id });
  const crumbs = [
    { label: "Servers", href: paths.servers(slug) },
    { label: server.name, href: paths.server(slug, server.id) },
    { label: "Settings" },
  ];
  return (
    <FramedPage crumbs={crumbs}>
      <PageHeader
        title={server.name}
        summary={<span className="font-mono text-sm break-all">{addressWords(server)}</span>}
      />
      <ServerTabs actor={actor} workspace={slug} serverId={server.id} current="settings" />
      <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6">
        <AddressSettings workspace={slug} server={server} />
        <ReplaceAccess workspace={slug} server={server} />
        {may(actor, "server.trust", at) && <RunAsUsers workspace={slug} server={server} />}
        {may(actor, "server.remove", at) && <ForgetServer workspace={slug} server={server} />}
      </div>
    </FramedPage>
  );
}
