import type { Metadata } from "next";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import type { PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { DeploymentTable } from "../../../deployments/_parts/deployment-table.tsx";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";

const door = "/w/[workspace]/apps/[app]/deployments";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Deployments");
}

export default async function AppDeploymentsPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/deployments", props);
  const { cursor } = await props.searchParams;
  const page = await look("deployments.listOfApp", workspace, {
    app: app.id,
    ...(typeof cursor === "string" && { cursor }),
  });
  const here = paths.appDeployments(workspace, app.id);
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="deployments">
      {page.data.length > 0 ? (
        <Card flush>
          <DeploymentTable workspace={workspace} deployments={page.data} />
        </Card>
      ) : (
        <EmptyState sentence="Every deployment of this app appears here, as it runs and afterwards." />
      )}
      <Pagination
        label="Pages of deployments"
        firstHref={cursor ? here : null}
        nextHref={page.nextCursor && `${here}?cursor=${page.nextCursor}`}
      />
    </AppPage>
  );
}
