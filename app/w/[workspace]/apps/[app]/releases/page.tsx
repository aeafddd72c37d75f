import type { Metadata } from "next";
import { Suspense } from "react";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { may } from "#lib/access/grants.ts";
import type { PageOf } from "#lib/access/page.ts";
import { look } from "#lib/action.ts";
import { paths } from "#lib/paths.ts";
import { AppPage } from "../_parts/app-page.tsx";
import { openApp, titleOf } from "../_parts/open-app.ts";
import { OnServer } from "./_parts/on-server.tsx";
import { OnServerWaiting } from "./_parts/on-server-waiting.tsx";
import { ReleaseTable } from "./_parts/release-table.tsx";

const door = "/w/[workspace]/apps/[app]/releases";
type Page = PageOf<typeof door>;

export async function generateMetadata({ params }: Page): Promise<Metadata> {
  return titleOf(door, params, "Releases");
}

export default async function ReleasesPage(props: Page) {
  const { actor, workspace, app, stamp } = await openApp("/w/[workspace]/apps/[app]/releases", props);
  const { cursor } = await props.searchParams;
  const page = await look("deployments.listOfApp", workspace, {
    app: app.id,
    released: true,
    ...(typeof cursor === "string" && { cursor }),
  });
  const here = paths.appReleases(workspace, app.id);
  const mayChange = may(actor, "deployment.change", { projectId: app.project.id, appId: app.id });
  return (
    <AppPage actor={actor} workspace={workspace} app={app} stamp={stamp} tab="releases">
      {page.data.length > 0 ? (
        <Card flush>
          <ReleaseTable workspace={workspace} releases={page.data} mayChange={mayChange} />
        </Card>
      ) : (
        <EmptyState sentence="What was live stays here, to be rolled back to or pinned. Nothing was released yet." />
      )}
      <Pagination
        label="Pages of releases"
        firstHref={cursor ? here : null}
        nextHref={page.nextCursor && `${here}?cursor=${page.nextCursor}`}
      />
      {app.latest && (
        <Suspense fallback={<OnServerWaiting server={app.server.name} />}>
          <OnServer workspace={workspace} app={app} />
        </Suspense>
      )}
    </AppPage>
  );
}
