import type { Metadata } from "next";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";
import { ConnectServer } from "./_parts/connect-server.tsx";

export const metadata: Metadata = { title: "Connect a server" };

const door = "/w/[workspace]/servers/new";

export default async function NewServerPage({ params }: PageOf<typeof door>) {
  const { workspace } = await openPage(door, params);
  return (
    <FramedPage
      width="reading"
      crumbs={[{ label: "Servers", href: paths.servers(workspace.slug) }, { label: "Connect a server" }]}
    >
      <PageHeader title="Connect a server" summary="A Linux machine of yours that answers to SSH." />
      <ConnectServer workspace={workspace.slug} />
    </FramedPage>
  );
}
