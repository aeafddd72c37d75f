import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { PageHeader } from "#app/_ui/page-header.tsx";
import { Status } from "#app/_ui/status.tsx";
import { statusTable } from "#app/_ui/status-table.ts";
import { may } from "#lib/access/grants.ts";
import { openPage, type PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { problemsOf } from "#lib/servers/facts.ts";
import type { ServerView } from "#lib/servers/view.ts";
import { FramedPage } from "../../_frame/framed-page.tsx";
import { Live } from "../../_live/live.tsx";
import { DeploymentTable } from "../../deployments/_parts/deployment-table.tsx";
import { addressWords } from "../_parts/machine-words.ts";
import { ServerTabs } from "../_parts/server-tabs.tsx";
import { Address } from "./_parts/address.tsx";
import { AppsOnIt } from "./_parts/apps-on-it.tsx";
import { Connection } from "./_parts/connection.tsx";
import { Machine, Problems } from "./_parts/machine.tsx";
import { SetUpStepper } from "./_parts/set-up-stepper.tsx";

const door = "/w/[workspace]/servers/[server]";
type Props = PageOf<typeof door>;

const shownDeployments = 5;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { resource } = await openPage(door, params);
  return { title: `${statusTable[resource.connection].glyph} ${resource.name}` };
}

export default async function ServerPage({ params }: Props) {
  const { actor, workspace, resource, stamp } = await openPage(door, params);
  const { slug } = workspace;
  const { id } = resource;
  const [server, deployments] = await Promise.all([
    look("servers.find", slug, { server: id }),
    look("deployments.list", slug, { server: id, limit: shownDeployments }),
  ]);
  const { facts } = server;
  const mayTest = may(actor, "server.update", { serverId: id });
  return (
    <FramedPage crumbs={[{ label: "Servers", href: paths.servers(slug) }, { label: server.name }]}>
      <Live workspace={slug} stamp={stamp} />
      <PageHeader
        title={server.name}
        status={<Status of={server.connection} look="pill" />}
        summary={<span className="font-mono text-sm break-all">{addressWords(server)}</span>}
      />
      <ServerTabs actor={actor} workspace={slug} serverId={id} current="overview" />
      {mayTest && <SetUpStepper isNew={facts === null} isReady={isReady(server)} />}
      {facts && <Problems facts={facts} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Connection
            workspace={slug}
            server={server}
            mayTest={mayTest}
            mayTrust={may(actor, "server.trust", { serverId: id })}
          />
          {facts && <Machine facts={facts} />}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Address server={server} />
          <AppsOnIt
            workspace={slug}
            apps={server.apps}
            newAppHref={may(actor, "project.create") && facts ? paths.newApp(slug) : null}
          />
        </div>
      </div>
      {deployments.data.length > 0 && (
        <Card flush title="Recent deployments">
          <DeploymentTable workspace={slug} deployments={deployments.data} showApp />
        </Card>
      )}
    </FramedPage>
  );
}

function isReady({ connection, facts }: ServerView): boolean {
  return connection === "connected" && facts !== null && !problemsOf(facts).some(({ blocks }) => blocks);
}
