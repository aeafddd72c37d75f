import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { DeploymentTable } from "../../deployments/_parts/deployment-table.tsx";
import { AppBanners } from "./_parts/app-banners.tsx";
import { AppPage } from "./_parts/app-page.tsx";
import { AutoDeployLine } from "./_parts/auto-deploy-line.tsx";
import { LiveRelease } from "./_parts/live-release.tsx";
import { openApp, titleOf } from "./_parts/open-app.ts";
import { RunningFacts } from "./_parts/running-facts.tsx";

const door = "/w/[workspace]/apps/[app]";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params);
}

export default async function AppOverviewPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]", props);
  const [{ data: latest }, autoDeploy] = await Promise.all([
    look("deployments.listOfApp", workspace, { app: app.id, limit: 5 }),
    look("autoDeploy.find", workspace, { app: app.id }),
  ]);
  const mayChange = may(actor, "app.update", { projectId: app.project.id, appId: app.id });
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="overview">
      <AppBanners actor={actor} workspace={workspace} app={app} />
      <AutoDeployLine workspace={workspace} app={app} autoDeploy={autoDeploy} mayChange={mayChange} />
      {app.live && <LiveRelease workspace={workspace} live={app.live} />}
      <RunningFacts app={app} />
      {latest.length > 0 ? (
        <Card
          flush
          title="Latest deployments"
          actions={
            <Link
              href={paths.appDeployments(workspace, app.id)}
              className="rounded-sm text-soft hover:text-ink hover:underline"
            >
              Show all
            </Link>
          }
        >
          <DeploymentTable workspace={workspace} deployments={latest} />
        </Card>
      ) : (
        <EmptyState sentence="Nothing was deployed yet. Deploy fetches the branch, builds it on the server and makes it live." />
      )}
    </AppPage>
  );
}
