import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/link-button.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { FramedPage } from "../_frame/framed-page.tsx";
import { Live } from "../_live/live.tsx";
import { ServerTable } from "./_parts/server-table.tsx";

export const metadata: Metadata = { title: "Servers" };

const door = "/w/[workspace]/servers";

export default async function ServersPage({ params, searchParams }: PageOf<typeof door>) {
  const { actor, workspace, stamp } = await openPage(door, params, searchParams);
  const { slug } = workspace;
  const { cursor } = await searchParams;
  const { data, nextCursor } = await look("servers.list", slug, typeof cursor === "string" ? { cursor } : {});
  const connect = may(actor, "server.create") && (
    <LinkButton href={paths.newServer(slug)} variant="primary">
      Connect a server
    </LinkButton>
  );
  return (
    <FramedPage crumbs={[{ label: "Servers" }]}>
      <Live workspace={slug} stamp={stamp} />
      <PageHeader title="Servers" actions={data.length > 0 && connect} />
      {data.length > 0 ? (
        <Card flush>
          <ServerTable workspace={slug} servers={data} />
        </Card>
      ) : (
        <EmptyState
          sentence={
            connect
              ? "A server is a Linux machine of yours that Devpilot deploys to over SSH."
              : "You have no access to a server yet. Ask an Owner or Admin of the workspace for it."
          }
          action={connect}
        />
      )}
      <Pagination
        label="Pages of servers"
        firstHref={cursor ? paths.servers(slug) : null}
        nextHref={nextCursor && `${paths.servers(slug)}?cursor=${nextCursor}`}
      />
    </FramedPage>
  );
}
